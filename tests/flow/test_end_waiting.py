"""The end of waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.flow.end_waiting import end_waiting
from tests.flow.telling import DAY, NOW, Teller, parcel, placed, refund

if TYPE_CHECKING:
    from bot.db import Database


async def test_an_event_whose_order_never_came_is_shown_to_people_with_a_sentence(database: Database) -> None:
    teller = Teller(database)
    await teller.tell(parcel("in_transit", ref=None), refund())
    assert await end_waiting(database, NOW + 6 * DAY) == 0
    assert await end_waiting(database, NOW + 8 * DAY) == 2
    errors = sorted(parked.error for parked in await database.parked.all())
    assert ["no order 1 here" in errors[0], "no parcel with the tracking number T1 here" in errors[1]] == [True, True]
    assert await database.waiting.count() == 0


async def test_an_item_that_waits_under_two_names_is_parked_once(database: Database) -> None:
    await Teller(database).tell(parcel("in_transit"))
    assert await end_waiting(database, NOW + 8 * DAY) == 1


async def test_what_can_be_found_by_now_goes_back_to_the_inbox(database: Database) -> None:
    teller = Teller(database)
    await teller.tell(parcel("in_transit"))
    await database.names.claim({"noor:order:1": "noor:1"})
    assert await end_waiting(database, NOW + 8 * DAY) == 0
    assert len(await database.inbox.waiting(NOW + DAY, 9)) == 1


async def test_what_has_been_handled_since_is_let_go(database: Database) -> None:
    teller = Teller(database)
    item = teller.item(parcel("in_transit"))
    await teller.hear([item])
    await teller.tell(placed())
    await teller.come_back()
    await database.waiting.put([("noor:order:404", item)], NOW)
    assert await end_waiting(database, NOW + 8 * DAY) == 0
    assert await database.waiting.count() == 0
