"""Steps about what stands behind the chats."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from bot.errors import DataFileError
from bot.simulator.behind import Written
from bot.simulator.scenario import ScenarioFailed, run_scenario

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.simulator.people import Person

    from .conftest import BotDouble, Sim

Play = Callable[[str], Awaitable[str]]


@dataclass
class Records:
    """What a bot might have written down, and what is done to it."""

    written: list[Written] = field(default_factory=list)
    refuses: str | None = None
    done: list[str] = field(default_factory=list)

    async def records(self, person: Person) -> Sequence[Written]:
        self.done.append(f"look at {person.id}")
        return self.written

    async def alerts(self) -> Sequence[str]:
        return ["Register the number."]

    async def sync(self) -> None:
        self.done.append("sync")

    async def take(self, person: Person, *, over: bool) -> None:
        self.done.append(f"{'take' if over else 'give back'} {person.id}")

    async def write(self, person: Person, text: str) -> str | None:
        self.done.append(f"write {text} to {person.id}")
        return self.refuses


@pytest.fixture
def records(sim: Sim) -> Records:
    sim.world.behind = records = Records([Written("b", 2, "skipped", "the template is PAUSED"), Written("a", 1, "delivered")])
    return records


@pytest.fixture
def play(sim: Sim, tmp_path: Path) -> Play:
    async def played(step: str) -> str:
        path = tmp_path / "talk.yaml"
        path.write_text(f"- {step}\n", "utf-8")
        try:
            await run_scenario(path, sim.world)
        except (ScenarioFailed, DataFileError) as error:
            return str(error)
        return ""

    return played


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("{record: {to: sara, state: delivered}}", ""),
        ("{record: {to: sara, state: skipped, reason: paused}}", ""),
        ("{record: {to: sara, state: skipped, newest: true}}", ""),
        (
            "{record: {to: sara, state: delivered, newest: true, within: 0.1}}",
            "no message to sara is delivered for '' within 0.1 s, but: delivered; skipped",
        ),
        ("{record: {to: sara, reason: gravity, within: 0.1}}", "skipped (the template is PAUSED)"),
        ("{record: {to: sara, colour: red}}", "record does not know colour"),
        ("{record: {to: nobody}}", "there is no customer 'nobody' (there are sara, omar, nour)"),
        ('{alert: "register"}', ""),
        ('{alert: "pay"}', "no alert says 'pay', but: Register the number."),
        ("{staff: {dance: sara}}", "the staff can take, give_back, write, or sync: templates"),
        ("{staff: {take: sara, colour: red}}", "staff does not know colour"),
    ],
)
async def test_what_is_looked_at_is_there_or_it_is_said_what_is(records: Records, play: Play, step: str, words: str) -> None:
    del records
    said = await play(step)
    assert (words in said, bool(said)) == (True, bool(words))


async def test_the_shops_people_act(records: Records, play: Play) -> None:
    for step in ("{staff: {take: sara}}", "{staff: {give_back: sara}}", "{staff: {sync: templates}}", '{staff: {write: sara, text: "hi"}}'):
        assert await play(step) == ""
    assert records.done == ["take sara", "give back sara", "sync", "write hi to sara"]


@pytest.mark.parametrize(
    ("refuses", "expected", "words"),
    [
        ("24 hours", "24 hours", ""),
        ("24 hours", "", "was refused: 24 hours"),
        (None, "24 hours", "was not refused"),
        ("other", "24", "refused: other"),
    ],
)
async def test_writing_is_refused_as_expected(records: Records, play: Play, refuses: str | None, expected: str, words: str) -> None:
    records.refuses = refuses
    said = await play(f'{{staff: {{write: sara, text: hi, refused: "{expected}"}}}}')
    assert words in said


async def test_a_status_is_told_once_more_or_is_nobodys(sim: Sim, bot: BotDouble, play: Play) -> None:
    sim.world.open_window("100", "sara")
    await sim.send(biz_opaque_callback_data="c:1:0")
    for step in ("{status: {to: sara, says: sent}}", "{status: {to: sara, says: read, stranger: true}}"):
        assert await play(step) == ""
    told = [(one["status"], one.get("biz_opaque_callback_data")) for one in bot.statuses]
    assert sorted(told, key=str) == sorted([("sent", "c:1:0"), ("delivered", "c:1:0"), ("sent", "c:1:0"), ("read", None)], key=str)
    assert len({one["id"] for one in bot.statuses}) == 2


async def test_a_world_without_its_bot_sees_nothing_behind(play: Play) -> None:
    assert "play it against the demo" in (await play("{record: {to: sara}}"))


@pytest.mark.parametrize(("act", "value"), [("stops", "stop"), ("resumes", "resume")])
async def test_marketing_is_stopped_and_resumed_in_whatsapp_itself(sim: Sim, bot: BotDouble, play: Play, act: str, value: str) -> None:
    assert await play(f"{{customer: sara, {act}: marketing}}") == ""
    await sim.settled()
    ((told,),) = [one["user_preferences"] for one in bot.values]
    assert (told["value"], told["category"], told["wa_id"]) == (value, "marketing_messages", "966511111111")
    assert "marketing" in (await play(f"{{customer: sara, {act}: everything}}"))


async def test_the_store_tells_an_orders_story(sim: Sim, bot: BotDouble, play: Play) -> None:
    assert await play("{store: {tell: {omar: [place, pay], sara: place}}}") == ""
    assert len([post for post in bot.posts if post.path == "/webhooks/standard/shop"]) == 3
    assert "the store can" in (await play("{store: {tell: omar}}"))
    assert "step must be one of" in (await play("{store: {tell: {omar: [vanish]}}}"))
    del sim
