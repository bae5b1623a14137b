"""What stores tell us, and what customers are told of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import pytest

from bot.connectors.base import Delivery, Ignored
from bot.domain.concern import Concern
from bot.domain.consent import Consent, last_word
from bot.domain.conversation import Conversation
from bot.domain.customer import Customer
from bot.domain.money import Money
from bot.domain.order import Order
from bot.domain.store_event import Buyer
from bot.errors import FetchFailed
from bot.flow.read_events import SILENT_AFTER
from tests.flow.telling import DAY, HOUR, MONA, NOW, SARA, Teller, changed, invoice, parcel, placed, refund

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.store_event import OrderEvent, StoreEvent

KNOWN = Customer("cu:sara", "noor", "Sara", language="ar", e164=SARA, order_ids=("noor:1",))
ORDER = Order("noor:1", "noor", "NH-1", NOW - DAY, "preparing", "paid", Money(10_000, "SAR"), customer_id="cu:sara")


@pytest.fixture
async def teller(database: Database) -> Teller:
    await database.customers.put_many([KNOWN])
    await database.orders.put_many([ORDER])
    return Teller(database)


async def order(teller: Teller, order_id: str = "noor:1") -> Order:
    return (await teller.db.orders.get_many([order_id]))[order_id]


async def outcomes(teller: Teller, order_id: str = "noor:1") -> list[str]:
    return [doc["outcome"] for doc in await teller.db.events.of_order(order_id)]


async def test_a_parcel_on_its_way_is_announced_to_its_customer(teller: Teller) -> None:
    outcome = await teller.tell(parcel("in_transit"))
    assert [(item.kind, item.customer_id, item.language) for item in outcome.outbox] == [("notice", "cu:sara", "ar")]
    assert (await order(teller)).shipments[0].state == "in_transit"


async def test_it_is_announced_once_whatever_is_repeated(teller: Teller) -> None:
    item = teller.item(parcel("in_transit"))
    first = await teller.hear([item, teller.item(parcel("in_transit", at=NOW + 1))])
    second = await teller.hear([item, teller.item(parcel("picked_up", at=NOW - 1))])
    assert len(first.outbox) == 1
    assert second.outbox == []


async def test_what_is_handled_leaves_the_inbox_and_stays_in_the_history(teller: Teller) -> None:
    await teller.tell(parcel("in_transit"), parcel("picked_up", at=NOW - HOUR), parcel("in_transit"))
    assert await teller.db.inbox.waiting(NOW + DAY, 10) == []
    assert sorted(await outcomes(teller)) == ["applied", "late or regressing: recorded, not announced", "nothing new"]


async def test_old_news_is_recorded_and_not_said(teller: Teller) -> None:
    outcome = await teller.tell(parcel("in_transit", at=NOW - 5 * DAY))
    assert outcome.outbox == []
    assert [doc["skipped"] for doc in await teller.db.ledger.of_order("noor:1")] == ["it happened too long ago to be news"]


async def test_how_old_a_thing_is_follows_from_when_it_happened_and_not_from_what_told_of_it_last(teller: Teller) -> None:
    await teller.hear([teller.item(parcel("in_transit", at=NOW - 5 * DAY), invoice())])
    assert await teller.said_of() == {"invoice:INV-1"}


async def test_what_the_store_does_not_want_is_recorded_and_staff_hear_of_it_all_the_same(database: Database, teller: Teller) -> None:
    teller.off = frozenset(("attempt_failed",))
    assert (await teller.tell(parcel("in_transit", "attempt_failed"))).outbox == []
    assert [doc["skipped"] for doc in await database.ledger.of_order("noor:1")] == ["the store has switched this notice off"]
    assert (await database.conversations.get_many(["c:n1:cu:sara"]))["c:n1:cu:sara"].flag is not None


async def test_of_an_order_that_was_cancelled_only_its_money_and_papers_are_told(teller: Teller) -> None:
    await teller.tell(changed("cancelled"), parcel("in_transit"), refund(), invoice())
    assert await teller.said_of() == {"cancelled", "refunded:R1", "invoice:INV-1"}


async def test_an_order_without_a_customer_is_recorded_as_skipped(teller: Teller) -> None:
    await teller.db.orders.put_many([replace(ORDER, customer_id=None)])
    assert (await teller.tell(parcel("in_transit"))).outbox == []
    assert len(await teller.db.ledger.of_order("noor:1")) == 1


async def test_what_comes_at_once_is_told_by_its_furthest_step(teller: Teller) -> None:
    await teller.hear(
        [teller.item(one) for one in (parcel("label_created"), parcel("in_transit", at=NOW + 1), parcel("out_for_delivery", at=NOW + 2))]
    )
    assert await teller.said_of() == {"out_for_delivery:T1"}


async def test_an_unreadable_event_is_parked_and_its_neighbour_is_handled(teller: Teller) -> None:
    bad = teller.item()
    outcome = await teller.hear([bad, teller.item(parcel("in_transit"))])
    assert [parked.id for parked in outcome.parked] == [bad.id]
    assert len(outcome.outbox) == 1


async def test_what_says_nothing_to_customers_is_kept_and_done(teller: Teller) -> None:
    item = teller.item()
    teller.said[item.body] = Ignored("it ponders")
    assert (await teller.hear([item])).outbox == []
    assert await teller.db.events.known([item.id]) == {item.id}
    assert await teller.db.inbox.waiting(NOW + DAY, 9) == []


async def test_events_that_call_the_order_by_its_number_or_its_parcel_are_about_it(teller: Teller) -> None:
    await teller.tell(parcel("label_created", ref="#nh-1"), parcel("in_transit", ref=None, tracking="t-1"))
    assert [one.state for one in (await order(teller)).shipments] == ["in_transit"]


async def test_a_person_is_shown_a_conversation_about_a_failed_attempt(teller: Teller) -> None:
    await teller.tell(parcel("unknown", "attempt_failed"))
    chat = (await teller.db.conversations.get_many(["c:n1:cu:sara"]))["c:n1:cu:sara"]
    assert chat.flag is not None
    assert (chat.flag.reason, chat.flag.summary) == ("delivery_exception", "NH-1: attempt failed (T1)")
    assert chat.flag.concerns == (Concern("NH-1", "attempt_failed", "T1"),)


async def test_what_comes_up_after_a_delivery_is_for_a_person_and_not_for_the_customer(teller: Teller) -> None:
    await teller.tell(parcel("delivered"))
    outcome = await teller.tell(parcel("unknown", "exception", at=NOW + HOUR))
    assert outcome.outbox == []
    assert (await teller.db.conversations.get_many(["c:n1:cu:sara"]))["c:n1:cu:sara"].flag is not None


async def test_an_invoice_that_may_be_sent_is_to_be_fetched_and_one_that_is_held_is_not_yet(teller: Teller) -> None:
    await teller.tell(invoice(held="not cleared"))
    assert await teller.db.fetches.due(NOW, 9) == []
    await teller.tell(invoice(at=NOW + 1, pdf_url=None))
    (wanted,) = await teller.db.fetches.due(NOW, 9)
    assert (wanted.id, wanted.url) == ("invoice:noor:1:INV-1", "https://shop.example/1.pdf")


async def test_an_original_that_is_there_is_not_fetched_again(teller: Teller) -> None:
    await teller.tell(replace(invoice(), document_id="invoice:1"), invoice(pdf_url="https://shop.example/other.pdf", at=NOW + 1))
    assert await teller.db.fetches.due(NOW, 9) == []


async def test_a_notice_waits_as_long_as_its_store_says_for_others_to_join_it(teller: Teller) -> None:
    teller.delays = {"noor": 30_000}
    outcome = await teller.tell(parcel("in_transit"))
    assert [item.due_at - NOW for item in outcome.outbox] == [30_000]


async def test_one_item_may_tell_of_several_orders(teller: Teller) -> None:
    await teller.db.orders.put_many([replace(ORDER, id="noor:2", number="NH-2")])
    item = teller.item(parcel("in_transit"), parcel("in_transit", ref="2", tracking="T2"))
    outcome = await teller.hear([item])
    assert sorted(item.order_id or "" for item in outcome.outbox) == ["noor:1", "noor:2"]
    assert await teller.db.inbox.waiting(NOW + DAY, 9) == []
    assert await teller.db.events.known([item.id]) == {item.id}


async def test_what_is_thin_is_completed_first_and_does_not_hold_back_what_is_whole(teller: Teller) -> None:
    async def complete(_name: str, delivery: Delivery) -> Delivery:
        return replace(delivery, body=whole.body)

    whole = teller.item(parcel("in_transit", tracking="T2"))
    thin = replace(teller.item(), source="thin/noor")
    teller.complete = complete
    outcome = await teller.hear([thin, teller.item(parcel("in_transit"))])
    assert [item.notice.subject for item in outcome.outbox if item.notice] == ["T1", "T2"]


async def test_a_system_that_does_not_answer_is_asked_again_later_and_then_less_often(teller: Teller) -> None:
    async def complete(name: str, _delivery: Delivery) -> Delivery:
        raise FetchFailed(f"{name} is silent", again=True)

    teller.complete = complete
    thin = replace(teller.item(), source="thin/noor")
    pauses = [(await teller.events.handle([thin], NOW + age)).waits[thin.lane] - NOW - age for age in (0, HOUR, 20 * HOUR)]
    assert pauses == [20_000, HOUR, 3 * HOUR]


@pytest.mark.parametrize(("again", "age"), [(False, 0), (True, 3 * DAY)])
async def test_what_can_never_be_completed_is_parked(teller: Teller, again: bool, age: int) -> None:  # noqa: FBT001
    async def complete(_name: str, _delivery: Delivery) -> Delivery:
        raise FetchFailed("no such order", again=again)

    teller.complete = complete
    outcome = await teller.events.handle([replace(teller.item(), source="thin/noor")], NOW + age)
    assert "no such order" in outcome.parked[0].error


async def test_an_item_of_a_connector_that_is_gone_is_parked(teller: Teller) -> None:
    outcome = await teller.hear([replace(teller.item(parcel("in_transit")), source="gone/noor"), teller.item(parcel("in_transit"))])
    assert ["not set up any more" in parked.error for parked in outcome.parked] == [True]
    assert len(outcome.outbox) == 1


async def test_an_event_makes_its_order_and_its_customer(database: Database) -> None:
    teller = Teller(database)
    await teller.tell(placed("7", "NH-7"))
    made = await order(teller, "noor:7")
    customer = (await database.customers.get_many([made.customer_id or ""]))[made.customer_id or ""]
    assert (made.number, made.total, made.version, made.language) == ("NH-7", Money(10_000, "SAR"), 1, "ar")
    assert (customer.e164, customer.wa_id, customer.name, customer.country, customer.order_ids) == (SARA, None, "Sara", "SA", ("noor:7",))
    assert await teller.said_of("noor:7") == {"confirmed"}


async def test_the_confirmation_of_an_old_order_is_not_said(database: Database) -> None:
    teller = Teller(database)
    await teller.tell(placed(placed_at=NOW - 8 * DAY))
    assert await teller.said_of() == set()


async def test_two_systems_with_ids_of_their_own_mean_one_order_by_its_number(database: Database) -> None:
    teller = Teller(database)
    await teller.tell(placed("7", "#1001"), placed("S0042", "1001"), changed("preparing", ref="S0042"))
    assert set(await database.orders.get_many(["noor:7", "noor:S0042"])) == {"noor:7"}
    assert (await order(teller, "noor:7")).state == "preparing"


async def test_that_holds_for_orders_that_come_at_once(database: Database) -> None:
    teller = Teller(database)
    await teller.hear([teller.item(placed("7", "#1001")), teller.item(placed("S0042", "1001")), teller.item(changed("preparing", ref="S0042"))])
    assert set(await database.orders.get_many(["noor:7", "noor:S0042"])) == {"noor:7"}
    assert (await order(teller, "noor:7")).state == "preparing"


async def test_another_phone_number_moves_the_order_while_nobody_has_been_told_anything(database: Database) -> None:
    teller = Teller(database)
    await teller.tell(placed(placed_at=NOW - 8 * DAY), placed(phone=MONA, placed_at=NOW - 8 * DAY, at=NOW + 1))
    moved = await order(teller)
    customers = await database.customers.get_many(["cu:noor:wa:966501234567", "cu:noor:wa:966559999999"])
    assert moved.customer_id == "cu:noor:wa:966559999999"
    assert [customer.order_ids for _, customer in sorted(customers.items())] == [(), ("noor:1",)]


async def test_after_that_the_order_stays_and_the_history_says_why(database: Database) -> None:
    teller = Teller(database)
    await teller.tell(placed(), placed(phone=MONA, at=NOW + 1))
    assert (await order(teller)).customer_id == "cu:noor:wa:966501234567"
    assert "applied; the buyer's phone number changed" in (await outcomes(teller))[-1]


async def test_a_customer_whose_phone_comes_later_is_told_what_is_news_then(database: Database) -> None:
    teller = Teller(database)
    await teller.tell(placed(phone=None))
    assert await teller.said_of() == set()
    await teller.tell(placed(at=NOW + 1))
    assert await teller.said_of() == {"confirmed"}


async def test_an_event_before_its_order_waits_and_is_told_with_it(database: Database) -> None:
    teller = Teller(database)
    early: list[StoreEvent] = [parcel("in_transit", ref=None), parcel("picked_up", ref="1"), refund()]
    await teller.tell(*early)
    assert await database.inbox.waiting(NOW + DAY, 9) == []
    await teller.tell(placed(), parcel("label_created", at=NOW - 1))
    await teller.come_back()
    made = await order(teller)
    assert ([one.state for one in made.shipments], [one.id for one in made.refunds]) == (["in_transit"], ["R1"])
    assert await database.waiting.count() == 0


async def test_of_what_waited_for_a_tracking_number_the_latest_step_alone_is_told(teller: Teller) -> None:
    await teller.tell(parcel("picked_up", ref=None), parcel("out_for_delivery", ref=None, at=NOW + 2), parcel("in_transit", ref=None, at=NOW + 1))
    await teller.tell(parcel("label_created", at=NOW - 1))
    await teller.come_back()
    assert await teller.said_of() == {"out_for_delivery:T1"}


async def test_an_item_about_a_known_and_an_unknown_order_is_applied_to_both_in_the_end(teller: Teller) -> None:
    item = teller.item(parcel("in_transit"), parcel("in_transit", ref="2", tracking="T2"))
    await teller.hear([item])
    assert (await order(teller)).shipments[0].state == "in_transit"
    await teller.tell(placed("2", "NH-2"))
    await teller.come_back()
    assert (await order(teller, "noor:2")).shipments[0].state == "in_transit"
    assert await teller.said_of() == {"shipped:T1"}


def ticked(*, marketing: bool | None = True, ref: str = "1", placed_at: int = NOW, at: int = NOW) -> OrderEvent:
    event = placed(ref, f"NH-{ref}", at=at, placed_at=placed_at)
    return replace(event, buyer=replace(event.buyer or Buyer(), marketing=marketing, email="sara@example.com"))


async def on_offers(teller: Teller) -> Consent | None:
    chats = await teller.db.conversations.get_many(["c:n1:cu:sara"])
    return last_word(chats["c:n1:cu:sara"].consents, "marketing") if chats else None


async def test_who_ticks_the_box_for_offers_has_agreed_to_them_with_proof(teller: Teller) -> None:
    await teller.tell(ticked(ref="2"))
    word = await on_offers(teller)
    assert word == Consent("marketing", given=True, at=NOW, source="checkout", wording="ticked when ordering NH-2")
    assert [one.source for one in await teller.db.consents.of_customer("cu:sara")] == ["checkout"]


@pytest.mark.parametrize("marketing", [False, None])
async def test_a_box_that_was_left_empty_changes_nothing(teller: Teller, marketing: bool | None) -> None:  # noqa: FBT001
    await teller.tell(ticked(ref="2"))
    await teller.tell(ticked(ref="3", marketing=marketing, placed_at=NOW + DAY))
    word = await on_offers(teller)
    assert word is not None
    assert word.given


@pytest.mark.parametrize(("placed_at", "given"), [(NOW - DAY, False), (NOW + DAY, True)])
async def test_a_stop_outlasts_the_orders_before_it_and_not_a_new_tick(teller: Teller, placed_at: int, given: bool) -> None:  # noqa: FBT001
    stop = Consent("marketing", given=False, at=NOW, source="chat", wording="STOP")
    await teller.db.conversations.put_many([Conversation("c:n1:cu:sara", "noor", "cu:sara", "n1", consents=(stop,), version=1)])
    for hours in range(3):
        await teller.tell(ticked(ref="2", placed_at=placed_at, at=NOW + hours * HOUR))
    word = await on_offers(teller)
    assert word is not None
    assert word.given == given


async def test_the_same_tick_is_written_down_once(teller: Teller) -> None:
    for hours in range(3):
        await teller.tell(ticked(ref="2", at=NOW + hours * HOUR))
    assert (await teller.db.conversations.get_many(["c:n1:cu:sara"]))["c:n1:cu:sara"].version == 1


async def test_the_e_mail_address_is_kept_for_people(teller: Teller) -> None:
    await teller.tell(ticked(ref="2"))
    other = replace(ticked(ref="3"), buyer=Buyer(MONA, "Mona", email="mona@example.com"))
    await teller.tell(other)
    found = await teller.db.customers.get_many(["cu:sara", "cu:noor:wa:966559999999"])
    assert {one.email for one in found.values()} == {"sara@example.com", "mona@example.com"}


async def test_a_system_that_is_silent_is_not_asked_for_everything_that_waits(teller: Teller) -> None:
    asked: list[str] = []

    async def complete(name: str, _delivery: Delivery) -> Delivery:
        asked.append(name)
        raise FetchFailed(f"{name} is silent", again=True)

    teller.complete = complete
    thin = [replace(teller.item(), source="thin/noor") for _ in range(60)]
    outcome = await teller.events.handle(thin, NOW)
    assert (len(outcome.waits), len(asked)) == (60, SILENT_AFTER)


async def test_others_may_go_on_while_something_is_fetched(teller: Teller) -> None:
    heard: list[str] = []

    async def complete(name: str, delivery: Delivery) -> Delivery:
        heard.append(name)
        return delivery

    teller.complete = complete
    await teller.events.handle([replace(teller.item(changed("confirmed")), source="thin/noor")], NOW, lambda _items: heard.append("go on"))
    assert heard[:2] == ["go on", "thin"]


@pytest.mark.parametrize(("alert", "subjects"), [("privacy", {"told:noor:a", "told:noor:b"}), ("connector", {"told/noor"}), (None, set())])
async def test_what_a_person_has_to_do_is_kept_and_raised(teller: Teller, alert: Literal["privacy", "connector"] | None, subjects: set[str]) -> None:
    items = [teller.item(name=name) for name in ("a", "b")]
    teller.said = {item.body: Ignored("the customer wants to be forgotten", alert) for item in items}
    await teller.hear(items)
    raised = await teller.db.alerts.open_of("noor")
    assert {one.subject for one in raised} == subjects
    assert all("wants to be forgotten" in one.text for one in raised)
    await teller.hear(items)
    assert [one.count for one in await teller.db.alerts.open_of("noor")] == [one.count for one in raised]
    assert await teller.db.events.known(["told:noor:a", "told:noor:b"]) == {"told:noor:a", "told:noor:b"}
