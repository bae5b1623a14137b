"""What the transcript tells to those who sum up, page through and repeat, on every kind of server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.db.inbox import Inbox
from bot.db.versioned import Change
from bot.domain.clock import DAY
from bot.domain.delivery import RANK, TranscriptEntry
from bot.domain.inbox import InboxItem
from bot.domain.message import StatusUpdate
from bot.domain.money import Money
from bot.domain.order import Order, Shipment
from bot.errors import DatabaseDown

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db import Database
    from bot.db.codec import Document
    from bot.db.orders import When

NOW = 1_760_000_000_000
SENT = TranscriptEntry("o:1", "c:1", "cu:1", "noor", "out", NOW, "hello", "text", "wamid.1", "accepted", RANK["accepted"], order_id="noor:1")
ORDER = Order("noor:1", "noor", "NH-1", NOW, "received", "pending", Money(100, "SAR"), customer_id="cu:1")
PARCEL = Shipment("T1", "delivered", NOW + 5)
ITEM = InboxItem("i:1", "event", "order:noor:1", NOW, NOW, "standard/noor", b"{}")


async def between(database: Database, since: int, until: int, skip: int = 0, limit: int = 9) -> list[str]:
    return [line.id for line in await database.transcript.sent_between("noor", since, until, skip, limit)]


async def test_what_was_sent_in_a_time_comes_the_oldest_first(database: Database) -> None:
    same = [replace(SENT, id=f"o:{n}", at=NOW + n // 2) for n in (3, 2, 1, 0)]
    others = [replace(SENT, id="in", direction="in"), replace(SENT, id="dar", store_id="dar"), replace(SENT, id="note", direction="desk")]
    await database.transcript.add([*same, *others])
    assert await between(database, NOW, NOW + 2) == ["o:0", "o:1", "o:2", "o:3"]
    assert await between(database, NOW, NOW + 1) == ["o:0", "o:1"]
    assert await between(database, NOW, NOW + 2, skip=1, limit=2) == ["o:1", "o:2"]


async def test_a_status_that_was_faster_keeps_its_state_and_gets_its_words(database: Database) -> None:
    await database.transcript.add([replace(SENT, text="", content="", state="read", rank=RANK["read"])])
    await database.transcript.settle([SENT, replace(SENT, id="o:2")])
    found = await database.transcript.get_many(["o:1", "o:2"])
    assert (found["o:1"].state, found["o:1"].text, found["o:1"].content) == ("read", "hello", "text")
    assert found["o:2"] == replace(SENT, id="o:2")


async def test_settling_nothing_changes_nothing(database: Database) -> None:
    await database.transcript.settle([])
    await database.transcript.apply_statuses([])
    assert await between(database, 0, NOW * 2) == []


async def test_lines_lead_to_their_orders_and_those_without_to_none(database: Database) -> None:
    await database.transcript.add([SENT, replace(SENT, id="o:2", order_id=None)])
    assert await database.transcript.orders_of(["o:1", "o:2", "o:3"]) == {"o:1": "noor:1"}


async def test_states_are_told_of_our_own_messages_since_an_instant(database: Database) -> None:
    rest = [replace(SENT, id="o:2", at=NOW - 1, state="failed"), replace(SENT, id="in", direction="in", state="read")]
    await database.transcript.add([SENT, *rest])
    assert await database.transcript.states_since("noor", NOW) == ["accepted"]
    assert sorted(await database.transcript.states_since("noor", NOW - DAY)) == ["accepted", "failed"]


async def test_our_own_words_for_a_failure_take_the_place_of_metas(database: Database) -> None:
    await database.transcript.add([SENT, replace(SENT, id="o:2", wamid="wamid.2")])
    failed = [(key, StatusUpdate(f"wamid.{key[-1]}", "failed", NOW, key, error_code=131_026, error_text="undeliverable")) for key in ("o:1", "o:2")]
    await database.transcript.apply_statuses(failed, {"o:1": "he has no WhatsApp"})
    found = await database.transcript.get_many(["o:1", "o:2"])
    assert [(line.reason, line.error_code) for line in found.values()] == [("he has no WhatsApp", 131_026), ("undeliverable", 131_026)]


@pytest.mark.parametrize(
    ("order", "what", "at"),
    [
        (ORDER, "unpaid_since", NOW),
        (replace(ORDER, payment="failed"), "unpaid_since", NOW),
        (replace(ORDER, payment="paid"), "unpaid_since", None),
        (replace(ORDER, cash_on_delivery=True), "cod_since", NOW),
        (replace(ORDER, cash_on_delivery=True), "unpaid_since", None),
        (replace(ORDER, cash_on_delivery=True, state="confirmed"), "cod_since", None),
        (replace(ORDER, payment="paid", shipments=(PARCEL,)), "arrived_at", NOW + 5),
        (replace(ORDER, payment="paid", shipments=(PARCEL, replace(PARCEL, id="T2", state="in_transit"))), "arrived_at", None),
        (replace(ORDER, payment="refunded", shipments=(PARCEL,)), "arrived_at", None),
    ],
)
async def test_orders_are_found_by_what_they_wait_for(order: Order, what: When, at: int | None, database: Database) -> None:
    await database.orders.put_many([order])
    assert await database.orders.between(what, 0, NOW * 2) == ([] if at is None else ["noor:1"])
    if at is not None:
        assert await database.orders.between(what, at, at) == ["noor:1"]
        assert await database.orders.between(what, at + 1, NOW * 2) == await database.orders.between(what, 0, at - 1) == []


async def test_an_order_that_has_been_paid_is_waited_for_no_more(database: Database) -> None:
    await database.orders.put_many([ORDER])
    (loaded,) = (await database.orders.load(["noor:1"])).values()
    paid = replace(loaded.value, payment="paid", version=loaded.value.version + 1)
    await database.orders.finish(await database.orders.commit([Change(paid)]))
    assert await database.orders.between("unpaid_since", 0, NOW * 2) == []


async def test_one_can_ask_whether_anything_is_behind(database: Database) -> None:
    await database.inbox.add_many([ITEM])
    assert await database.inbox.behind("event", NOW + 1)
    assert not await database.inbox.behind("event", NOW)
    assert not await database.inbox.behind("message", NOW + 1)


async def test_what_was_received_anew_since_it_was_read_is_not_let_go(database: Database) -> None:
    await database.inbox.add_many([ITEM, replace(ITEM, id="i:2")])
    await database.inbox.receive_anew([ITEM, replace(ITEM, id="i:3")])
    await database.inbox.leave([ITEM, replace(ITEM, id="i:2")])
    left = await database.inbox.get_many(["i:1", "i:2", "i:3"])
    assert sorted((item.id, item.received_at) for item in left) == [("i:1", NOW + 1), ("i:3", NOW + 1)]


async def test_no_work_costs_no_question(database: Database) -> None:
    await database.inbox.leave([])
    await database.inbox.receive_anew([])
    await database.inbox.remove([])
    assert await database.inbox.get_many([]) == []


async def test_a_database_that_is_away_says_so_before_anybody_is_acknowledged(
    motor_database: AsyncIOMotorDatabase[Document], server_uri: str, unused_tcp_port: int
) -> None:
    if not server_uri:
        pytest.skip("mongomock is never away")
    client = type(motor_database.client)(f"mongodb://127.0.0.1:{unused_tcp_port}", serverSelectionTimeoutMS=50)
    for items in ([ITEM], [ITEM, replace(ITEM, id="i:\ud800")]):
        with pytest.raises(DatabaseDown):
            await Inbox(client["x"]["inbox"]).add_many(items)
    client.close()
