"""What stays however old it is, because somebody needs it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.db.names import Names
from bot.domain.alert import alert
from bot.domain.clock import DAY
from bot.domain.consent import Consent, ConsentChange
from bot.domain.conversation import Conversation, Flag
from bot.domain.cost import Charge
from bot.domain.customer import Customer
from bot.domain.delivery import OutboxItem, TranscriptEntry
from bot.domain.message import WireIdentity
from bot.domain.money import Money
from bot.domain.names import names_of
from bot.domain.notice import Skipped
from bot.domain.order import Invoice, Order
from bot.domain.outgoing import OutgoingEvent
from bot.domain.privacy import Erasure
from bot.domain.request import Request
from bot.flow.identify import Appearance, identify
from bot.jobs.retention import Kept, Retention

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_795_000_000_000
LONG_AGO = NOW - 2_000 * DAY
WIRE = WireIdentity(wa_id="966501234567")
SARA = Customer("cu:noor:wa:966501234567", "noor", "Sara", wa_id="966501234567", order_ids=("noor:1",))
CHAT = Conversation("c:n1:cu:noor:wa:966501234567", "noor", SARA.id, "n1", last_inbound_at=LONG_AGO, version=3)
ORDER = Order("noor:1", "noor", "1", LONG_AGO, "fulfilled", "paid", Money(100, "SAR"), SARA.id, state_at=LONG_AGO, version=2)
LINE = TranscriptEntry(f"{CHAT.id}:1:0", CHAT.id, SARA.id, "noor", "out", LONG_AGO, "hello", "text", state="read")
ITEM = OutboxItem("noor:1:2:0", "notice", "noor", SARA.id, CHAT.id, "n1", WIRE, LONG_AGO, LONG_AGO, order_id="noor:1")
REQUEST = Request("r:1", "noor", CHAT.id, SARA.id, "return", LONG_AGO, order_id="noor:1")


async def _everything(db: Database) -> None:
    await db.customers.put_many([SARA])
    await db.conversations.put_many([CHAT])
    await db.orders.put_many([ORDER])
    await db.ledger._collection.insert_one(db.ledger.to_doc(Skipped("noor:1:shipped:p:0:cu", "shipped", "noor:1", "off"), LONG_AGO))  # noqa: SLF001


async def _left(db: Database) -> set[str]:
    """Return what is left of Sara, by kind."""
    there = {
        "customer": await db.customers.get_many([SARA.id]),
        "identity": await db.identities.resolve(WIRE.keys("noor")),
        "chat": await db.conversations.get_many([CHAT.id]),
        "order": await db.orders.get_many(["noor:1"]),
        "name": await db.names.resolve(names_of(ORDER)),
        "ledger": await db.ledger.known(["noor:1:shipped:p:0:cu"]),
    }
    return {name for name, found in there.items() if found}


async def _run(db: Database, kept: Kept | None = None) -> int:
    return await Retention(db, kept or Kept(), ["n1"], rest=0).run(NOW)


async def test_of_a_customer_with_nothing_of_late_nothing_is_left(database: Database) -> None:
    await _everything(database)
    await database.transcript.add([LINE])
    await _run(database)
    assert await _left(database) == set()


async def test_a_customer_with_a_new_order_stays_and_loses_the_old_one(database: Database) -> None:
    await _everything(database)
    await database.orders.put_many([replace(ORDER, id="noor:2", number="2", placed_at=NOW - DAY)])
    await database.customers.put_many([replace(SARA, order_ids=("noor:2", "noor:1"))])
    await _run(database)
    assert await _left(database) == {"customer", "identity"}
    assert (await database.customers.get_many([SARA.id]))[SARA.id].order_ids == ("noor:2",)


@pytest.mark.parametrize(
    "chat",
    [
        replace(CHAT, owner="staff"),
        replace(CHAT, flag=Flag("complaint", LONG_AGO)),
        replace(CHAT, answered_at=(NOW - DAY,)),
        replace(CHAT, consents=(Consent("marketing", given=False, at=LONG_AGO, source="chat"),)),
    ],
)
async def test_a_conversation_that_is_open_or_holds_a_stop_stays_with_its_customer(database: Database, chat: Conversation) -> None:
    await _everything(database)
    await database.conversations.put_many([chat])
    await _run(database)
    assert {"customer", "identity", "chat"} <= await _left(database)


async def test_lines_of_a_conversation_that_people_have_stay(database: Database) -> None:
    await database.conversations.put_many([replace(CHAT, owner="staff")])
    await database.transcript.add([LINE])
    await _run(database)
    assert await database.transcript.known([LINE.id]) == {LINE.id}


async def test_a_conversation_stays_as_long_as_its_messages_whose_ids_would_be_given_again(database: Database) -> None:
    await _everything(database)
    await database.transcript.add([LINE])
    await _run(database, Kept(transcript=0))
    assert "chat" in await _left(database)


async def test_an_order_stays_as_long_as_what_its_messages_cost(database: Database) -> None:
    await _everything(database)
    await database.charges.add([Charge("noor:1:2:0", "noor", "n1", LONG_AGO, "2021-01", "utility", "regular", billable=True)])
    await _run(database, Kept(charges=0))
    assert "order" in await _left(database)


async def test_an_order_with_a_notice_under_way_or_a_request_stays(database: Database) -> None:
    await _everything(database)
    await database.outbox.add([ITEM])
    await _run(database)
    assert await _left(database) >= {"order", "customer", "ledger", "chat"}
    await database.outbox.remove([ITEM.id])
    await database.service_requests._collection.insert_one(database.service_requests.to_doc(REQUEST))  # noqa: SLF001
    await _run(database)
    assert await _left(database) >= {"order", "customer", "chat"}
    assert await database.service_requests.get_many(["r:1"])


async def test_the_ledger_stays_as_long_as_the_order(database: Database) -> None:
    await _everything(database)
    await _run(database, Kept(orders=0, ledger=30))
    assert "ledger" in await _left(database)


async def test_an_order_goes_with_its_invoices(database: Database) -> None:
    await database.orders.put_many([replace(ORDER, invoices=(Invoice("I-1", LONG_AGO, document_id="invoice:noor:1:I-1"),))])
    await database.documents.put("invoice:noor:1:I-1", "i.pdf", "application/pdf", b"1")
    await _run(database)
    assert await database.documents.about(["invoice:noor:1:I-1"]) == {}


async def test_what_has_still_to_be_told_or_done_stays(database: Database) -> None:
    events = [OutgoingEvent(f"e:{due}", "noor", "message.failed", LONG_AGO, {}, due) for due in (0, NOW)]
    await database.outgoing.add(events)
    await database.alerts.put([alert("noor", "sending", name, "x", LONG_AGO) for name in ("open", "closed")])
    await database.alerts.close(["noor:sending:closed"], LONG_AGO)
    for settle_at in (0, NOW):
        await database.erasures.put(Erasure(f"e:{settle_at}", "noor", LONG_AGO, "", {}, LONG_AGO, settle_at, (), (), ()))
    await _run(database)
    assert [one.id for one in await database.outgoing.of_store("noor")] == [f"e:{NOW}"]
    assert list(await database.alerts.get_many(["noor:sending:open", "noor:sending:closed"])) == ["noor:sending:open"]
    assert [await database.erasures.get(f"e:{settle_at}") is not None for settle_at in (0, NOW)] == [False, True]


async def test_the_proof_of_consent_stays_as_long_as_the_customer(database: Database) -> None:
    await database.customers.put_many([SARA])
    changes = [ConsentChange(f"k:{owner}", "noor", owner, CHAT.id, "utility", given=True, at=LONG_AGO, source="chat") for owner in (SARA.id, "cu:x")]
    await database.consents._collection.insert_many([database.consents.to_doc(one) for one in changes])  # noqa: SLF001
    await _run(database)
    assert (len(await database.consents.of_customer(SARA.id)), len(await database.consents.of_customer("cu:x"))) == (1, 0)


async def test_a_name_that_leads_to_another_order_by_now_stays(database: Database) -> None:
    await database.orders.put_many([ORDER])
    (name, *_) = names_of(ORDER)
    await database.names._collection.delete_many({})  # noqa: SLF001
    await database.names._collection.insert_one(Names.to_doc(name, "noor:other"))  # noqa: SLF001
    await _run(database)
    assert await database.names.resolve([name]) == {name: "noor:other"}


async def test_somebody_whose_record_went_while_he_wrote_gets_a_new_one(database: Database) -> None:
    await database.identities.add(dict.fromkeys(WIRE.keys("noor"), SARA.id))
    await identify(database, {"it": Appearance("noor", WIRE, "Sara")})
    assert SARA.id in await database.customers.get_many([SARA.id])


async def test_a_record_that_became_part_of_another_goes_with_it(database: Database) -> None:
    await _everything(database)
    await database.customers.put_many([Customer("cu:old", "noor", bsuid="SA.1", merged_into=SARA.id)])
    await _run(database)
    assert await database.customers.get_many(["cu:old", SARA.id]) == {}
    assert await database.identities.resolve(WireIdentity(bsuid="SA.1").keys("noor")) == {}


async def test_a_conversation_in_which_nobody_ever_wrote_goes_with_the_customer_unless_it_holds_a_stop(database: Database) -> None:
    for given, left in ((True, set()), (False, {"chat", "customer", "identity"})):
        await _everything(database)
        consents = (Consent("utility", given=given, at=LONG_AGO, source="checkout"),)
        await database.conversations.put_many([replace(CHAT, last_inbound_at=None, consents=consents)])
        await _run(database)
        assert await _left(database) == left


async def test_an_order_of_which_something_was_heard_of_late_stays(database: Database) -> None:
    for late in (replace(ORDER, state_at=NOW - DAY), replace(ORDER, marks=(("paid", NOW - DAY),)), replace(ORDER, placed_at=NOW - DAY)):
        await database.orders.put_many([late])
        await _run(database)
        assert await database.orders.get_many(["noor:1"])
