"""After an erasure: what is old makes nobody, who comes back begins afresh, and nothing that was half done comes to its end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import orjson
import pytest

from bot.db.misunderstood import Misunderstood
from bot.db.versioned import Change
from bot.domain.consent import ConsentChange
from bot.domain.customer import Customer
from bot.domain.happening import Failed
from bot.domain.inbox import InboxItem
from bot.domain.message import WireIdentity
from bot.domain.money import Money
from bot.domain.outgoing import OutgoingEvent
from bot.domain.privacy import Finder
from bot.domain.store_event import Buyer, OrderEvent, ShipmentEvent
from bot.flow.account import AccountNews
from bot.flow.chat import Chats
from bot.flow.consequences import Consequences
from bot.flow.handoff.echoes import Echoes
from bot.flow.identify import Appearance, identify
from bot.flow.message_status import Statuses
from bot.flow.order_changes import OrderChanges
from bot.flow.preferences import MarketingPreferences
from bot.flow.privacy.erase import SETTLES, Eraser, settle
from bot.flow.store_events import StoreEvents
from bot.flow.tell_again import Untold, Wanted, tell_again
from tests.flow.conftest import NOW, STORE
from tests.flow.privacy.people import NUMBERS, OMAR, SARA, about, line, order, stand, walk
from tests.flow.test_account import told

if TYPE_CHECKING:
    from collections.abc import Callable

    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db import Database
    from bot.db.codec import Document
    from bot.flow.converse import Mind

AT = NOW + 1_000


async def erased(db: Database) -> None:
    await stand(db, SARA, times=1)
    await Eraser(db, "noor", NUMBERS).erase(SARA.id, AT)
    await settle(db, AT + SETTLES)


def message(n: int, sent_at: int, words: str = "where is my order") -> InboxItem:
    body = {
        "at": sent_at,
        "metadata": {"phone_number_id": "n1", "display_phone_number": "966500000000"},
        "contact": {"wa_id": SARA.digits, "user_id": SARA.bsuid, "profile": {"name": SARA.name}},
        "message": {
            "id": f"wamid.M{n}",
            "from": SARA.digits,
            "from_user_id": SARA.bsuid,
            "timestamp": str(sent_at // 1000),
            "type": "text",
            "text": {"body": words},
        },
    }
    return InboxItem(f"wa:wamid.M{n}", "message", f"n1:{SARA.wire.lane}", sent_at, sent_at, "n1", orjson.dumps(body))


async def hear(db: Database, mind: Mind, *items: InboxItem) -> None:
    await db.inbox.add_many(items)
    await Chats(db, {"n1": STORE}, mind, 0).handle(items, AT + 90_000)


async def customers(motor: AsyncIOMotorDatabase[Document]) -> list[Document]:
    return await motor["customers"].find({}).to_list(None)


async def test_a_message_that_was_in_flight_makes_nobody(database: Database, motor_database: AsyncIOMotorDatabase[Document], mind: Mind) -> None:
    await erased(database)
    await hear(database, mind, message(1, NOW - 60_000), message(2, NOW - 30_000))
    assert about(await walk(motor_database), SARA) == {}


async def test_a_new_message_starts_afresh_and_nothing_old_is_his(
    database: Database, motor_database: AsyncIOMotorDatabase[Document], mind: Mind
) -> None:
    await erased(database)
    await hear(database, mind, message(1, NOW - 60_000), message(2, AT + 60_000))
    (found,) = await customers(motor_database)
    assert (found["_id"], found["since"]) == (f"cu:noor:bsuid:{SARA.bsuid}:{AT:x}", AT)
    assert [doc["_id"] async for doc in motor_database["transcript"].find({"direction": "in"})] == ["wa:wamid.M2"]
    # Even now that he is known again: an old one that is handed in late is none of his.
    await hear(database, mind, message(3, NOW - 5_000))
    assert await database.transcript.known(["wa:wamid.M3"]) == set()
    assert await database.inbox.waiting(AT * 2, 10) == []


async def test_who_was_never_erased_is_made_as_ever(database: Database) -> None:
    await erased(database)
    found = await identify(database, {"x": Appearance("noor", OMAR.wire, at=1)})
    assert (found["x"].id, found["x"].since) == (f"cu:noor:bsuid:{OMAR.bsuid}", None)


async def test_another_store_knows_him_as_before(database: Database) -> None:
    await erased(database)
    found = await identify(database, {"x": Appearance("dar", SARA.wire, at=1)})
    assert found["x"].since is None


async def test_his_order_moves_on_without_him(database: Database, motor_database: AsyncIOMotorDatabase[Document]) -> None:
    await erased(database)
    buyer = Buyer(f"+{SARA.digits}", SARA.name, SARA.email, "ar", "SA", consent=True)
    event = OrderEvent(
        "noor", SARA.n, AT + 5_000, number=f"NH-{SARA.n}", payment="refunded", buyer=buyer, status_url=f"https://x.example/{SARA.email}"
    )
    parcel = ShipmentEvent("noor", SARA.n, AT + 6_000, "delivered", f"T{SARA.n}")
    events = StoreEvents(database, {"noor": STORE}, {})
    assert await events.merge_in([event, parcel], AT + 7_000) == []
    (after,) = (await database.orders.get_many([SARA.order])).values()
    assert (after.payment, after.shipments[0].state, after.total) == ("refunded", "delivered", Money(19_900, "SAR"))
    assert about(await walk(motor_database), SARA) == {}
    assert await motor_database["outbox"].find({}).to_list(None) == []


async def test_an_order_from_before_that_comes_late_is_kept_without_him(database: Database) -> None:
    await erased(database)
    buyer = Buyer(f"+{SARA.digits}", SARA.name, SARA.email)
    old = OrderEvent("noor", "77", AT + 5_000, "received", number="NH-77", placed_at=NOW - 5, total=Money(100, "SAR"), buyer=buyer)
    await StoreEvents(database, {"noor": STORE}, {}).merge_in([old, replace(old, order_ref="78", number="NH-78", placed_at=AT + 1)], AT + 7_000)
    orders = await database.orders.get_many(["noor:77", "noor:78"])
    assert (orders["noor:77"].phone, str(orders["noor:77"].customer_id).startswith("erased:")) == (None, True)
    assert orders["noor:78"].customer_id == f"cu:noor:wa:{SARA.digits}:{AT:x}"


async def test_late_news_of_him_are_not_kept(database: Database, motor_database: AsyncIOMotorDatabase[Document]) -> None:
    await erased(database)
    status = {"at": AT, "metadata": {"phone_number_id": "n1"}, "contact": None}
    status["status"] = {"id": "wamid.S", "status": "read", "timestamp": str(AT // 1000), "recipient_id": SARA.digits}
    changed = {"at": AT, "metadata": {"phone_number_id": "n1"}, "contact": None}
    changed["user_id_update"] = {"wa_id": SARA.digits, "user_id": {"previous": SARA.bsuid, "current": "SA.2222208655302741999"}}
    read = InboxItem("wa:wamid.S:read", "status", "x", AT, AT, "n1", orjson.dumps(status))
    renamed = InboxItem("id:1", "identity", "y", AT, AT, "n1", orjson.dumps(changed))
    await database.inbox.add_many([read, renamed])
    assert (await Statuses(database).handle([read], AT)).parked == []
    assert (await AccountNews(database, {"n1": STORE}).identities([renamed], AT)).parked == []
    assert about(await walk(motor_database), SARA) == {}


async def test_what_a_paused_writer_brings_back_is_removed_when_it_settles(
    database: Database, motor_database: AsyncIOMotorDatabase[Document]
) -> None:
    await stand(database, SARA, times=1)
    (loaded,) = (await database.conversations.load([SARA.chat])).values()
    late = replace(loaded, pending={"transcript": [database.transcript.to_doc(line(SARA, SARA.chat, "9"))]})
    await Eraser(database, "noor", NUMBERS).erase(SARA.id, AT)
    await database.conversations.finish([late])
    assert {"desk", "transcript"} <= about(await walk(motor_database), SARA).keys()
    assert await settle(database, AT + SETTLES - 1) == 0
    assert await settle(database, AT + SETTLES) >= 2
    assert about(await walk(motor_database), SARA) == {}
    assert await settle(database, AT + SETTLES * 2) == 0


async def test_no_paused_writer_commits_to_what_was_erased(database: Database) -> None:
    await stand(database, SARA, times=1)
    before = (await database.conversations.get_many([SARA.chat]))[SARA.chat]
    await Eraser(database, "noor", NUMBERS).erase(SARA.id, AT)
    assert await database.conversations.commit([Change(replace(before, version=before.version + 1))]) == []
    assert await database.customers.change({SARA.id: lambda one: replace(one, name="x")}) == {}


@pytest.mark.parametrize("milestone", ["shipped", "delivered"])
async def test_nothing_is_announced_again(database: Database, milestone: str) -> None:
    await erased(database)
    owner = (await database.orders.get_many([SARA.order]))[SARA.order].customer_id
    assert await database.ledger.known([f"{SARA.order}:{milestone}::0:{owner}"])


async def test_a_wire_identity_without_a_store_is_known_too(database: Database) -> None:
    await erased(database)
    assert set(await database.erased.since(WireIdentity(wa_id=SARA.digits).keys(""))) == {f":wa:{SARA.digits}"}


async def test_a_number_that_belongs_to_somebody_else_by_now_stays_his(database: Database) -> None:
    await stand(database, SARA, times=1)
    await database.customers.put_many([Customer("cu:noor:heir", "noor", "New owner", wa_id="966509999999")])
    await database.identities.move(f"noor:wa:{SARA.digits}", "cu:noor:heir")
    await Eraser(database, "noor", NUMBERS).erase(SARA.id, AT)
    assert await database.identities.resolve([f"noor:wa:{SARA.digits}"]) == {f"noor:wa:{SARA.digits}": "cu:noor:heir"}
    assert (await database.customers.get_many(["cu:noor:heir"]))["cu:noor:heir"].name == "New owner"


async def test_the_numbers_of_an_order_stay(database: Database) -> None:
    await erased(database)
    (kept,) = (await database.orders.get_many([SARA.order])).values()
    assert (kept.lines, kept.number, kept.country) == (order(SARA).lines, order(SARA).number, "SA")


async def test_settling_takes_the_old_and_leaves_what_he_has_written_since(
    database: Database, motor_database: AsyncIOMotorDatabase[Document], mind: Mind
) -> None:
    await stand(database, SARA, times=1)
    (loaded,) = (await database.conversations.load([SARA.chat])).values()
    await Eraser(database, "noor", NUMBERS).erase(SARA.id, AT)
    # A sender that was paused reports a failure, and a worker ends its commit.
    failed = Failed("noor", SARA.id, SARA.chat, "n1", f"{SARA.chat}:4:0", "answer", None, 131026, SARA.words, AT)
    await Consequences(database).of([failed])
    unclear = Misunderstood(f"wa:wamid.{SARA.n}9", "noor", NOW, SARA.words, "en")
    word = ConsentChange(f"{SARA.chat}:9:marketing", "noor", SARA.id, SARA.chat, "marketing", given=False, at=NOW, source="chat", wording=SARA.words)
    told = OutgoingEvent(f"flagged:{SARA.chat}:9", "noor", "conversation.flagged", NOW, {"conversation": SARA.chat}, NOW)
    pending = {
        "transcript": [database.transcript.to_doc(line(SARA, SARA.chat, "9"))],
        "misunderstood": [database.misunderstood.to_doc(unclear)],
        "consents": [database.consents.to_doc(word)],
        "outgoing": [database.outgoing.to_doc(told)],
    }
    await database.conversations.finish([replace(loaded, pending=pending)])
    await hear(database, mind, message(2, AT + 60_000, "hello again"))
    await settle(database, AT + SETTLES)
    kept = await walk(motor_database)
    old = Finder((SARA.id, SARA.chat))
    assert [doc["_id"] for docs in kept.values() for doc in docs if old.points(doc)] == []
    assert SARA.words not in repr(kept)
    assert [doc["text"] for doc in kept["transcript"] if doc["direction"] == "in"] == ["hello again"]
    assert len(kept["customers"]) == len(kept["conversations"]) == 1


async def test_nobody_can_be_told_anything_again_about_his_order(database: Database) -> None:
    await erased(database)
    untold = await tell_again(database, OrderChanges(database, {"noor": STORE}), Wanted(SARA.order, "shipped", None, "r1"), AT)
    assert isinstance(untold, Untold)
    assert "was erased" in untold.reason


def stopped(at: int) -> dict[str, object]:
    detail = "User requested to stop marketing messages"
    return {"wa_id": SARA.digits, "category": "marketing_messages", "value": "stop", "detail": detail, "timestamp": at // 1000}


def answered(at: int) -> dict[str, object]:
    words = {"body": f"I'll call you, {SARA.name}"}
    return {"id": "wamid.E1", "from": "966500000000", "to": SARA.digits, "timestamp": str(at // 1000), "type": "text", "text": words}


@pytest.mark.parametrize(
    ("field", "name", "make"), [("user_preferences", "user_preferences", stopped), ("smb_message_echoes", "message_echoes", answered)]
)
async def test_news_of_the_account_from_before_make_nobody_and_later_ones_do(
    database: Database,
    motor_database: AsyncIOMotorDatabase[Document],
    field: str,
    name: str,
    make: Callable[[int], dict[str, object]],
) -> None:
    await erased(database)
    stores = {"n1": STORE}
    handlers = {"user_preferences": MarketingPreferences(database, stores).handle, "smb_message_echoes": Echoes(database, stores).handle}
    news = AccountNews(database, stores, handlers=handlers)
    assert (await news.keep([told(field, "n1", **{name: [make(NOW - 60_000)]})], AT)).parked == []
    assert about(await walk(motor_database), SARA) == {}
    later = replace(told(field, "n1", **{name: [make(AT + 60_000)]}), id="account:later")
    assert (await news.keep([later], AT + 60_000)).parked == []
    (found,) = await customers(motor_database)
    assert found["since"] == AT


async def test_what_names_nobody_who_was_erased_is_kept_as_it_is(database: Database) -> None:
    await erased(database)
    items = [told("user_preferences", "n1", user_preferences=[{**stopped(NOW), "wa_id": OMAR.digits}]), told("account_alerts", "n1", alert="x")]
    items = [replace(item, id=f"account:{n}") for n, item in enumerate(items)] + [InboxItem("account:9", "account", "x", NOW, NOW, "n1", b"{")]
    await AccountNews(database, {"n1": STORE}).keep(items, NOW)
    kept = [await database.events.get(item.id) for item in items]
    assert [doc is not None and doc["body"] == item.body.decode() for doc, item in zip(kept, items, strict=True)] == [True, True, True]
