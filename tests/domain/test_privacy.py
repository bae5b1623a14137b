from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import SECOND
from bot.domain.customer import Customer
from bot.domain.merge import merge
from bot.domain.money import Money
from bot.domain.order import Invoice, Order, Shipment
from bot.domain.privacy import ERASED, Finder, is_erased, pointers, without_person
from bot.domain.store_event import Buyer, InvoiceEvent, OrderEvent, RefundEvent, ShipmentEvent, StoreEvent

NOW = 1_760_000_000_000
OWNER = f"{ERASED}abc"
SARA = Customer("cu:noor:wa:966501234567", "noor", "Sara", bsuid="SA.1349", wa_id="966501234567", e164="+966501234567", email="sara@example.com")
ORDER = Order(
    "noor:1",
    "noor",
    "NH-1",
    NOW,
    "fulfilled",
    "paid",
    Money(19_900, "SAR"),
    customer_id=SARA.id,
    shipments=(Shipment("T1", "in_transit", NOW, "Aramex", "T1", "https://track.example/T1", NOW, "Riyadh"),),
    invoices=(Invoice("I1", NOW, Money(19_900, "SAR"), "invoice:noor:1:I1", pdf_url="https://x.example/1", page_url="https://x.example/2"),),
    phone="+966501234567",
    payment_url="https://pay.example",
    status_url="https://shop.example",
    language="ar",
    country="SA",
    consent=True,
)
FOUND = Finder(pointers([SARA], [SARA.id], ["noor:wa:966501234567", "noor:bsuid:SA.1349"]))


@pytest.mark.parametrize(
    "told",
    [
        "966501234567",
        "+966501234567",
        "+966 50 123 4567",
        "+966-50-123-4567",
        "call 0501234567 now",
        "050 123 4567",
        "SA.1349",
        "SARA@example.com",
        "c:n1:cu:noor:wa:966501234567:3:0",
        {"wa_id": "966501234567"},
        {"deep": [{"er": ("x", "sara@example.com")}]},
        {"966501234567": 1},
        {"phone": 966501234567},
        b'{"from": "966501234567"}',
    ],
)
def test_a_person_is_found_however_he_is_written(told: object) -> None:
    assert FOUND.points(told)


@pytest.mark.parametrize(
    "told",
    [
        "9665012345678",
        "1966501234567",
        "966501234568",
        "Sara",
        "SA.13491",
        "xsara@example.com",
        "sara@example.community",
        "",
        None,
        3.5,
        True,
        b"\xff",
        {},
    ],
)
def test_what_is_nearly_his_is_somebody_elses(told: object) -> None:
    assert not FOUND.points(told)


def test_who_comes_back_is_not_found_by_his_old_id() -> None:
    old = Finder([SARA.id])
    assert old.points(f"c:n1:{SARA.id}:12:0")
    assert not old.points(f"c:n1:{SARA.id}:{NOW:x}")


@pytest.mark.parametrize("digits", ["123456", "1", ""])
def test_a_number_that_is_too_short_points_to_nobody(digits: str) -> None:
    assert pointers([], [], [f"noor:wa:{digits}"]) == ()


def test_a_name_is_no_pointer() -> None:
    assert SARA.name not in pointers([SARA], [SARA.id], [])


def test_without_pointers_nobody_is_found() -> None:
    assert not Finder([]).points("anything")
    assert Finder([]).replaced("anything", "x") == "anything"


def test_a_pointer_is_replaced_and_the_rest_stays() -> None:
    assert FOUND.replaced(f"c:n1:{SARA.id}: said so", OWNER) == f"c:n1:{OWNER}: said so"


WORDS = st.text(alphabet="abc xyz-:/.", max_size=40)


@given(WORDS, st.sampled_from(["966501234567", "SA.1349", "sara@example.com", SARA.id]), WORDS)
def test_whatever_stands_around_it_a_replaced_pointer_is_gone(before: str, pointer: str, after: str) -> None:
    text = f"{before} {pointer} {after}"
    assert FOUND.points(text)
    assert not FOUND.points(FOUND.replaced(text, "-"))


def test_of_an_order_the_numbers_stay_and_the_person_goes() -> None:
    after = without_person(ORDER, OWNER)
    assert (after.number, after.total, after.state, after.payment, after.lines, after.placed_at) == (
        "NH-1",
        ORDER.total,
        "fulfilled",
        "paid",
        (),
        NOW,
    )
    assert (after.customer_id, after.phone, after.status_url, after.payment_url, after.language, after.consent) == (OWNER, *(None,) * 5)
    (invoice,) = after.invoices
    assert (invoice.number, invoice.total, invoice.document_id, invoice.pdf_url, invoice.page_url) == ("I1", ORDER.total, None, None, None)
    assert after.shipments[0].tracking_url is None


def test_taking_a_person_out_twice_changes_nothing() -> None:
    once = without_person(ORDER, OWNER)
    assert without_person(once, OWNER) == once


def test_only_what_stands_in_a_customers_place_is_erased() -> None:
    assert [is_erased(one) for one in (OWNER, SARA.id, None, "")] == [True, False, False, False]


TIMES = st.integers(NOW - 10**9, NOW + 10**9)
BUYERS = st.builds(Buyer, phone=st.just("+966501234567"), language=st.just("ar"), consent=st.booleans())
EVENTS: st.SearchStrategy[StoreEvent] = st.one_of(
    st.builds(
        OrderEvent,
        st.just("noor"),
        st.just("1"),
        TIMES,
        payment=st.sampled_from(["paid", "refunded"]),
        buyer=BUYERS,
        payment_url=st.just("https://pay.example"),
        status_url=st.just("https://shop.example"),
    ),
    st.builds(RefundEvent, st.just("noor"), st.just("1"), TIMES, st.just("r1")),
    st.builds(InvoiceEvent, st.just("noor"), st.just("1"), TIMES, st.just("I1"), pdf_url=st.just("https://x.example/3"), document_id=st.just("d")),
    st.builds(ShipmentEvent, st.just("noor"), st.just("1"), TIMES, st.sampled_from(["in_transit", "delivered"]), st.just("T1")),
)


@given(st.lists(EVENTS, max_size=8))
def test_no_later_word_of_the_store_brings_the_person_back(events: list[StoreEvent]) -> None:
    order = without_person(ORDER, OWNER)
    for event in events:
        order = merge(order, event)
    assert (order.customer_id, order.phone, order.status_url, order.payment_url, order.consent, order.language) == (OWNER, *(None,) * 5)
    assert all((one.pdf_url, one.document_id) == (None, None) for one in order.invoices if one.number == "I1")


@given(st.lists(EVENTS, max_size=8))
def test_the_order_goes_on_as_it_would_have(events: list[StoreEvent]) -> None:
    with_him, without = ORDER, without_person(ORDER, OWNER)
    for event in events:
        with_him, without = merge(with_him, event), merge(without, event)
    assert (with_him.state, with_him.payment, with_him.refunds) == (without.state, without.payment, without.refunds)
    assert [one.state for one in with_him.shipments] == [one.state for one in without.shipments]


def test_a_customer_owns_nothing_from_before_an_erasure_and_what_he_writes_within_its_second() -> None:
    second = NOW - NOW % SECOND
    fresh = replace(SARA, since=second + 700)
    assert [SARA.owns(0), fresh.owns(second - 1), fresh.owns(second), fresh.owns(second + 900)] == [True, False, True, True]
