from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.conversation import conversation_id
from bot.flow.order_changes import OrderChanges
from bot.flow.tell_again import Untold, Wanted, tell_again
from tests.flow.telling import NOOR, NOW, Teller, changed, parcel, placed

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.delivery import OutboxItem
    from bot.domain.notice import Milestone
    from bot.domain.store_event import StoreEvent


async def told(db: Database, milestone: Milestone, subject: str | None = None, *, request: str = "r", ref: str = "1") -> list[OutboxItem] | Untold:
    return await tell_again(db, OrderChanges(db, {"noor": NOOR}), Wanted(f"noor:{ref}", milestone, subject, request), NOW)


async def hear(db: Database, *events: StoreEvent) -> None:
    teller = Teller(db)
    await teller.hear([teller.item(*events)])


def subjects(items: list[OutboxItem] | Untold) -> list[str]:
    assert not isinstance(items, Untold), items.reason
    return [item.notice.subject for item in items if item.notice]


async def test_what_was_told_is_told_again_under_a_key_of_its_own(database: Database) -> None:
    await hear(database, placed(), parcel("in_transit"))
    assert subjects(await told(database, "shipped")) == ["T1"]
    keys = [entry["_id"] for entry in await database.ledger.of_order("noor:1") if entry["milestone"] == "shipped"]
    assert sorted(key.endswith(":again:r") for key in keys) == [False, True]


async def test_it_is_still_news_when_its_turn_comes(database: Database) -> None:
    await hear(database, placed(), parcel("in_transit"))
    items = await told(database, "shipped")
    assert not isinstance(items, Untold)
    assert items[0].notice is not None
    assert not items[0].notice.stale(NOW * 2)


async def test_the_same_request_tells_once_and_another_one_tells_again(database: Database) -> None:
    await hear(database, placed(), parcel("in_transit"))
    assert [subjects(await told(database, "shipped", request=name)) for name in ("a", "a", "b")] == [["T1"], [], ["T1"]]


async def test_each_parcel_is_told_of_unless_one_is_named(database: Database) -> None:
    await hear(database, placed(), parcel("in_transit"), parcel("in_transit", tracking="T2"))
    assert subjects(await told(database, "shipped")) == ["T1", "T2"]
    assert subjects(await told(database, "shipped", "T2", request="s")) == ["T2"]


@pytest.mark.parametrize(("milestone", "why"), [("delivered", "what is: confirmed"), ("review", ""), ("refunded", "what is: confirmed")])
async def test_what_is_not_true_is_not_told(milestone: Milestone, why: str, database: Database) -> None:
    await hear(database, placed())
    untold = await told(database, milestone)
    assert isinstance(untold, Untold)
    assert why in untold.reason


async def test_after_a_cancellation_only_that_is_told(database: Database) -> None:
    await hear(database, placed(), changed("cancelled", at=NOW + 1))
    assert isinstance(await told(database, "confirmed"), Untold)
    assert subjects(await told(database, "cancelled")) == [""]


async def test_nobody_is_told_where_there_is_nobody(database: Database) -> None:
    await hear(database, placed(phone=None))
    assert [await told(database, "confirmed", ref=ref) for ref in ("1", "2")] == [
        Untold("the order has no customer whom WhatsApp could reach: it came without a phone number"),
        Untold("there is no such order", found=False),
    ]


async def test_what_staff_should_see_flags_the_conversation(database: Database) -> None:
    await hear(database, placed(), parcel("in_transit", "exception"))
    order = (await database.orders.get_many(["noor:1"]))["noor:1"]
    await told(database, "exception")
    chat = conversation_id("n1", order.customer_id or "")
    assert (await database.conversations.get_many([chat]))[chat].flag is not None
