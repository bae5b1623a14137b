from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.errors import DataFileError
from bot.simulator.scenario import ScenarioFailed, read_scenario, run_scenario

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import BotDouble, Sim

BUTTONS = {
    "type": "button",
    "body": {"text": "Order 1001 is with Aramex."},
    "action": {"buttons": [{"type": "reply", "reply": {"id": "track:1001", "title": "Track parcel"}}]},
}
LIST = {
    "type": "list",
    "body": {"text": "Which order?"},
    "action": {"button": "Orders", "sections": [{"rows": [{"id": "o:1", "title": "1001"}, {"id": "o:2", "title": "1002"}]}]},
}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def to_file(steps: str) -> Path:
        path = tmp_path / "talk.yaml"
        path.write_text(steps, encoding="utf-8")
        return path

    return to_file


@pytest.fixture
def talking(sim: Sim, bot: BotDouble) -> Sim:
    """A world whose bot answers: a question with buttons, a tap or a reaction with a text, ``silence`` with nothing."""

    async def reply(message: dict[str, Any]) -> None:
        words = message.get("text", {}).get("body", "")
        if words == "silence":
            return
        if words == "orders":
            await sim.send(type="interactive", interactive=LIST, text=None)
        elif words:
            await sim.send(type="interactive", interactive=BUTTONS, text=None)
        else:
            content = message.get("interactive", {})
            tapped = content.get("button_reply") or content.get("list_reply") or {"id": message["type"]}
            await sim.send(text={"body": f"You chose {tapped['id']}"})

    bot.on_message = reply
    return sim


async def failure(sim: Sim, path: Path) -> str:
    with pytest.raises(ScenarioFailed) as caught:
        await run_scenario(path, sim.world)
    return str(caught.value)


async def test_a_conversation_is_played(talking: Sim, write: Callable[[str], Path]) -> None:
    path = write("""
name: Where is my order
steps:
  - {customer: sara, says: "where is my order"}
  - {expect: {to: sara, type: buttons, contains: ["1001", "aramex"], lacks: "1002", buttons: ["Track parcel"], matches: "with \\\\w+"}}
  - {customer: sara, taps: "Track parcel"}
  - {expect: {to: sara, contains: "You chose track:1001"}}
  - {expect_nothing: {to: sara, for: 0.05}}
""")
    assert await run_scenario(path, talking.world) == 5


async def test_rows_of_a_list_can_be_tapped_by_title_or_id(talking: Sim, write: Callable[[str], Path]) -> None:
    path = write("""
- {customer: sara, says: orders}
- {expect: {to: sara, type: list, buttons: ["1001", "1002"]}}
- {customer: sara, taps: "1002"}
- {expect: {to: sara, contains: "o:2"}}
- {customer: sara, taps: "o:1"}
- {expect: {to: sara, contains: "o:1"}}
""")
    assert await run_scenario(path, talking.world) == 6


async def test_everything_else_that_a_customer_does(talking: Sim, bot: BotDouble, write: Callable[[str], Path]) -> None:
    path = write("""
- {customer: sara, says: hello}
- {expect: {to: sara}}
- {customer: sara, reads: true}
- {customer: sara, reacts: "👍"}
- {expect: {to: sara, contains: reaction}}
- {customer: sara, sends: image}
- {expect: {to: sara, contains: image}}
- {customer: sara, shares: location}
- {expect: {to: sara, contains: location}}
""")
    await run_scenario(path, talking.world)
    await talking.settled()
    assert "read" in bot.states


async def test_switches_the_store_and_waiting_are_steps_too(talking: Sim, bot: BotDouble, write: Callable[[str], Path]) -> None:
    path = write("""
- {switch: {duplicates: 0.25}}
- {store: {ship: sara}}
- {store: {silence: sara}}
- {wait: 0.01}
""")
    assert await run_scenario(path, talking.world) == 4
    assert talking.world.switches.duplicates == 0.25
    assert [post.json["data"]["order"] for post in bot.posts] == ["1003", "1002"]


async def test_a_wrong_answer_is_named_with_file_step_and_what_came(talking: Sim, write: Callable[[str], Path]) -> None:
    text = await failure(talking, write('- {customer: sara, says: hi}\n- {expect: {to: sara, type: text, contains: "1002"}}'))
    assert "talk.yaml, step 2" in text
    assert "type is 'buttons', not 'text'" in text
    assert "there is no '1002' in it" in text
    assert "Order 1001 is with Aramex." in text


async def test_a_missing_answer_is_named_too(talking: Sim, write: Callable[[str], Path]) -> None:
    text = await failure(talking, write("- {customer: sara, says: silence}\n- {expect: {to: sara, within: 0.05}}"))
    assert "nothing that fits came to sara within 0.05 s, but: no new message" in text


async def test_skip_passes_over_other_messages(talking: Sim, write: Callable[[str], Path]) -> None:
    path = write("""
- {customer: sara, says: hi}
- {customer: sara, sends: image}
- {expect: {to: sara, contains: "chose image", skip: true}}
- {expect: {to: sara, contains: "1001"}}
""")
    assert await run_scenario(path, talking.world) == 4


async def test_skip_without_a_match_tells_what_came(talking: Sim, write: Callable[[str], Path]) -> None:
    text = await failure(talking, write("- {customer: sara, says: hi}\n- {expect: {to: sara, contains: never, skip: true, within: 1}}"))
    assert "but: buttons 'Order 1001 is with Aramex.', buttons ['Track parcel']" in text


async def test_an_answer_where_none_should_be_fails(talking: Sim, write: Callable[[str], Path]) -> None:
    text = await failure(talking, write("- {customer: sara, says: hi}\n- {expect_nothing: {to: sara, for: 2}}"))
    assert "step 2" in text
    assert "should have heard nothing, but received buttons" in text


async def test_nothing_may_be_narrowed(talking: Sim, write: Callable[[str], Path]) -> None:
    path = write("- {customer: sara, says: hi}\n- {expect_nothing: {to: sara, contains: invoice, for: 0.1}}")
    assert await run_scenario(path, talking.world) == 2


async def test_what_was_said_before_the_scenario_is_not_expected(talking: Sim, write: Callable[[str], Path]) -> None:
    talking.phone().says("before")
    await talking.settled()
    path = write("- {expect_nothing: {to: sara, for: 0.05}}")
    assert await run_scenario(path, talking.world) == 1


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ('{customer: sara, taps: "Refund"}', "nothing called 'Refund' to tap; there is nothing"),
        ("{customer: sara, reacts: x}", "no message to react to"),
    ],
)
async def test_a_tap_on_nothing_fails(talking: Sim, write: Callable[[str], Path], step: str, words: str) -> None:
    assert words in await failure(talking, write(f"- {step}"))


async def test_an_event_that_the_bot_refuses_fails(talking: Sim, bot: BotDouble, write: Callable[[str], Path]) -> None:
    bot.answers = [401]
    assert "order 1003 with HTTP 401" in await failure(talking, write("- {store: {ship: sara}}"))


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("{dance: sara}", "a step has one of customer, expect"),
        ("{customer: nobody, says: hi}", "there is no customer 'nobody' (there are sara, omar, nour)"),
        ("{customer: sara}", "a customer does one of says, taps"),
        ("{customer: sara, says: a, taps: b}", "a customer does one of"),
        ("{customer: sara, sends: hologram}", "there is no sample of 'hologram'"),
        ("{customer: sara, shares: secrets}", "can share: location"),
        ("{expect: sara}", "expect takes a mapping"),
        ("{expect: {contains: x}}", "there is no customer None"),
        ("{expect: {to: sara, smells: nice}}", "expect does not know smells"),
        ("{expect: {to: sara, within: soon}}", "'soon' is no number of seconds"),
        ("{wait: -1}", "-1 is no number of seconds"),
        ("{switch: {gravity: 0}}", "there is no switch 'gravity'"),
        ("{store: {burn: sara}}", "the store can ship or silence somebody"),
        ("{store: {ship: omar}}", "Omar has no order to ship"),
    ],
)
async def test_a_mistake_in_a_file_is_named_with_its_step(sim: Sim, write: Callable[[str], Path], step: str, words: str) -> None:
    sim.world.open_window("100", "sara")
    await sim.send()
    with pytest.raises(DataFileError) as caught:
        await run_scenario(write(f"- {{wait: 0}}\n- {step}"), sim.world)
    assert words in str(caught.value)
    assert "step 2" in str(caught.value)


@pytest.mark.parametrize("content", ["", "text", "steps: 5", "- text", "{", "name: only"])
def test_a_file_that_is_no_scenario_is_a_mistake(write: Callable[[str], Path], content: str) -> None:
    with pytest.raises(DataFileError, match=r"talk\.yaml"):
        read_scenario(write(content))


def test_a_file_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"absent\.yaml"):
        read_scenario(tmp_path / "absent.yaml")
