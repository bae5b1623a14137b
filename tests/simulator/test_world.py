from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.errors import UserMistake
from bot.simulator.people import Person
from bot.simulator.world import World, wall_clock

from .conftest import NUMBER, OTHER, SARA

if TYPE_CHECKING:
    from .conftest import BotDouble, Sim, StartSim


def a_world(run: str | None = None) -> World:
    return World(numbers=[NUMBER], people=[SARA], run=run)


def test_ids_of_different_runs_never_meet() -> None:
    assert a_world().new_wamid() != a_world().new_wamid()
    assert [a_world("R").new_wamid(), a_world("R").new_wamid()] == ["wamid.R00000001"] * 2


def test_people_and_numbers_are_found() -> None:
    world = a_world()
    assert world.number_of(world.person("sara")) == NUMBER
    with pytest.raises(KeyError):
        world.person("nobody")


def test_templates_exist_in_every_account() -> None:
    spec = {"name": "thanks", "language": "en", "category": "UTILITY", "components": [{"type": "BODY", "text": "Hi"}]}
    world = World(numbers=[NUMBER, OTHER], templates=(spec,))
    assert all(world.templates.find(waba_id, "thanks", "en") for waba_id in ("200", "201"))


def test_templates_may_come_from_a_generator() -> None:
    spec = {"name": "thanks", "language": "en", "category": "UTILITY", "components": [{"type": "BODY", "text": "Hi"}]}
    world = World(numbers=[NUMBER, OTHER], templates=(one for one in (spec,)))
    assert all(world.templates.find(waba_id, "thanks", "en") for waba_id in ("200", "201"))


def test_a_window_can_be_opened_in_the_past() -> None:
    world = a_world()
    world.open_window("100", "sara", wall_clock() - 25 * 3_600_000)
    assert not world.window_is_open("100", "sara")


def test_a_wrong_switch_changes_nothing() -> None:
    world = a_world()
    with pytest.raises(UserMistake):
        world.set_switches(duplicates=1.0, gravity=0)
    assert world.switches.duplicates == 0.0


def test_the_direction_of_writing_follows_the_language() -> None:
    shop = {"store_id": "s", "store_name": "S", "phone_number_id": "1"}
    people = {language: Person("p", "P", language, "1", None, "SA", **shop) for language in ("ar", "ar-EG", "ur", "he", "en", "tr", "fa-AF")}
    assert [language for language, person in people.items() if person.direction == "ltr"] == ["en", "tr"]


async def test_free_form_messages_are_free_up_to_a_number(start_sim: StartSim, bot: BotDouble) -> None:
    sim = await start_sim(free_messages=1)
    sim.world.set_switches(window="off")
    for number in range(2):
        await sim.send(biz_opaque_callback_data=f"o{number}")
    await sim.settled()
    pricing = {one["biz_opaque_callback_data"]: one["pricing"] for one in bot.statuses if one["status"] == "sent"}
    assert (pricing["o0"]["billable"], pricing["o0"]["type"], pricing["o0"]["category"]) == (False, "free_customer_service", "service")
    assert (pricing["o1"]["billable"], pricing["o1"]["type"], pricing["o1"]["pricing_model"]) == (True, "regular", "PMP")


async def test_a_template_costs_by_its_category(sim: Sim, bot: BotDouble) -> None:
    components = [
        {"type": "header", "parameters": [{"type": "text", "text": "1001"}]},
        {"type": "body", "parameters": [{"type": "text", "text": "Sara"}, {"type": "text", "text": "1001"}]},
        {"type": "button", "sub_type": "url", "index": "0", "parameters": [{"type": "text", "text": "X1"}]},
    ]
    await sim.send(type="template", template={"name": "order_shipped", "language": {"code": "en"}, "components": components}, text=None)
    await sim.settled()
    assert [one["pricing"]["category"] for one in bot.statuses if "pricing" in one] == ["utility"]
    shown = sim.phone().messages[0]
    assert (shown.template, shown.header, shown.body) == ("order_shipped", "Order 1001", "Sara, order 1001 is on its way.")


async def test_waiting_for_a_count_returns_the_sends(open_sim: Sim) -> None:
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(open_sim.world.wait_for(2))
        await open_sim.send(text={"body": "one"})
        await open_sim.send(text={"body": "two"})
    assert [sent.text for sent in waiting.result()] == ["one", "two"]


async def test_waiting_for_a_predicate_looks_at_all_sends(open_sim: Sim) -> None:
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(open_sim.world.wait_for(lambda sent: any(one.outbox_id == "o9" for one in sent)))
        await open_sim.send(biz_opaque_callback_data="o9")
    assert waiting.result()[0].outbox_id == "o9"


async def test_waiting_in_vain_tells_what_came_instead(open_sim: Sim) -> None:
    await open_sim.send(text={"body": "something else"})
    await open_sim.send(to=None)
    with pytest.raises(TimeoutError, match=r"waited 0.05 s for 2 sends; 1 sent, the last: text to sara: 'something else'; refused 131008"):
        await open_sim.world.wait_for(2, timeout=0.05)


async def test_a_bounded_history_keeps_the_newest_and_counts_all(start_sim: StartSim) -> None:
    sim = await start_sim(history=3)
    sim.world.set_switches(window="off", statuses=False)
    for number in range(10):
        await sim.send(text={"body": str(number)})
    assert [one.text for one in sim.world.sent][-3:] == ["7", "8", "9"]
    assert len(sim.world.sent) <= 6
    assert sim.world.records.sent_count == 10
