from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, get_args
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import DAY, from_instant
from bot.domain.money import Money
from bot.domain.order import MOVING, TERMINAL, Order, OrderState, parcel_key
from bot.domain.phone import canonical, country_of
from bot.simulator.people import Shippable
from bot.simulator.sample import sample
from bot.simulator.world import World

if TYPE_CHECKING:
    from bot.domain.customer import Customer

NOW = 1_795_000_000_000
SAMPLE = sample(NOW)
ORDERS = {order.id: order for order in SAMPLE.orders}
CUSTOMERS = {customer.id: customer for customer in SAMPLE.customers}
PERSONS = {person.id: person for person in SAMPLE.persons}


def orders_of(key: str) -> list[Order]:
    bsuid, wa_id = PERSONS[key].bsuid, PERSONS[key].wa_id
    (customer,) = (one for one in SAMPLE.customers if (one.wa_id == wa_id if wa_id else one.bsuid == bsuid))
    return [ORDERS[order_id] for order_id in customer.order_ids]


@given(st.integers(NOW, NOW + 400 * DAY))
def test_ids_and_documents_never_change(now: int) -> None:
    later = sample(now)
    assert [order.id for order in later.orders] == [order.id for order in SAMPLE.orders]
    assert later.customers == SAMPLE.customers
    assert [document.id for document in later.documents] == [document.id for document in SAMPLE.documents]


def test_everybody_is_described_in_english_and_in_arabic() -> None:
    assert all(person.about.isascii() and person.about for person in SAMPLE.persons)
    assert all(any("\u0600" <= letter <= "\u06ff" for letter in person.about_ar) for person in SAMPLE.persons)


def test_the_same_instant_gives_the_same_world() -> None:
    again = sample(NOW)
    assert (again.orders, again.persons, again.shippables) == (SAMPLE.orders, SAMPLE.persons, SAMPLE.shippables)


def test_nothing_happens_after_now_nor_before_its_order_was_placed() -> None:
    for order in SAMPLE.orders:
        moments = [order.state_at, *(parcel.state_at for parcel in order.shipments), *(invoice.issued_at for invoice in order.invoices)]
        moments += [parcel.scan_at for parcel in order.shipments if parcel.scan_at is not None]
        assert all(order.placed_at <= moment <= NOW for moment in moments), order.number


def test_parcels_are_expected_today_or_later() -> None:
    today = from_instant(NOW).astimezone(ZoneInfo("Asia/Riyadh")).date().isoformat()
    etas = [parcel.eta for order in SAMPLE.orders for parcel in order.shipments if parcel.eta]
    assert len(etas) >= 5
    assert min(etas) >= today


def test_ids_are_unique_and_name_their_store() -> None:
    for values in (SAMPLE.orders, SAMPLE.customers, SAMPLE.documents, SAMPLE.persons):
        assert max(Counter(value.id for value in values).values()) == 1
    assert all(order.id == f"{order.store_id}:{order.number}" for order in SAMPLE.orders)


def test_orders_and_customers_know_each_other() -> None:
    assert {order.id for order in SAMPLE.orders} == {order_id for customer in SAMPLE.customers for order_id in customer.order_ids}
    assert all(order.id in CUSTOMERS[order.customer_id or ""].order_ids for order in SAMPLE.orders)
    assert all(order.store_id == CUSTOMERS[order.customer_id or ""].store_id for order in SAMPLE.orders)


def test_a_customers_orders_come_newest_first() -> None:
    for customer in SAMPLE.customers:
        assert all(ORDERS[newer].placed_at > ORDERS[older].placed_at for newer, older in pairwise(customer.order_ids))


@pytest.mark.parametrize("customer", [customer for customer in SAMPLE.customers if customer.e164], ids=lambda customer: customer.name)
def test_phone_numbers_are_valid_and_of_the_customers_country(customer: Customer) -> None:
    phone = customer.e164 or ""
    assert phonenumbers.is_valid_number(phonenumbers.parse(phone))
    assert country_of(phone) == customer.country


def test_no_two_customers_share_an_account() -> None:
    accounts = [canonical(customer.wa_id) for customer in SAMPLE.customers if customer.wa_id] + [person.bsuid for person in SAMPLE.persons]
    assert len(accounts) == len(set(accounts))


def test_one_customer_has_no_phone_number_only_a_user_id() -> None:
    (hidden,) = (customer for customer in SAMPLE.customers if customer.e164 is None)
    assert hidden.bsuid == PERSONS["reem"].bsuid
    assert PERSONS["reem"].wa_id is None


def test_there_are_orders_in_every_state() -> None:
    assert {order.state for order in SAMPLE.orders} == set(get_args(OrderState))
    parcels = {parcel.state for order in SAMPLE.orders for parcel in order.shipments}
    assert parcels >= {"label_created", "in_transit", "out_for_delivery", "available_for_pickup", "delivered", "returned"}
    flags = {flag for order in SAMPLE.orders for parcel in order.shipments for flag in parcel.flags}
    assert flags >= {"delayed", "attempt_failed", "on_hold"}


def test_payments_are_in_many_states() -> None:
    payments = {order.payment for order in SAMPLE.orders}
    assert payments >= {"pending", "authorised", "paid", "refunded", "voided"}


def test_one_customer_has_three_open_orders_and_one_has_none() -> None:
    assert [order.open for order in orders_of("sara")] == [True] * 3
    assert orders_of("noura") == []


def test_one_order_travels_in_two_parcels() -> None:
    (order,) = orders_of("lucia")
    assert [parcel.state in MOVING for parcel in order.shipments] == [True, True]


def test_one_order_is_paid_in_dinars_with_three_decimals() -> None:
    (order,) = orders_of("abdullah")
    assert order.total.currency == "KWD"
    assert order.total.minor % 10


def test_totals_add_up_and_refunds_are_whole() -> None:
    for order in SAMPLE.orders:
        assert order.total == Money(sum(line.quantity * line.price.minor for line in order.lines), order.total.currency)
        assert (order.refunded == order.total) is (order.payment == "refunded")


def test_arabic_customers_have_bought_things_with_arabic_names() -> None:
    assert "فانوس" in orders_of("sara")[-1].lines[0].title
    assert orders_of("james")[0].lines[0].title.isascii()


def test_every_invoice_has_its_document() -> None:
    named = {invoice.document_id for order in SAMPLE.orders for invoice in order.invoices}
    assert named == {document.id for document in SAMPLE.documents}
    assert all(document.filename.endswith(".pdf") and document.mime_type == "application/pdf" for document in SAMPLE.documents)


def test_some_delivered_orders_have_an_invoice_and_some_new_ones_have_none_yet() -> None:
    ended = [order for order in SAMPLE.orders if order.shipments and all(parcel.state in TERMINAL for parcel in order.shipments)]
    assert all(order.invoices for order in ended)
    assert [order.number for order in SAMPLE.orders if not order.invoices and order.open]


def test_every_document_can_be_made() -> None:
    assert all(document.make().startswith(b"%PDF-") for document in SAMPLE.documents)


def test_tracking_numbers_are_unlike_each_other_and_in_the_link() -> None:
    parcels = [parcel for found in SAMPLE.shippables.values() for parcel in found]
    keys = [parcel_key(parcel.tracking_number) for parcel in parcels]
    assert len(keys) == len(set(keys))
    assert all(parcel.tracking_url.startswith("https://") and parcel.tracking_url.endswith(parcel.tracking_number) for parcel in parcels)


def test_what_the_store_may_ship_has_not_left_yet() -> None:
    orders = {order.number: order for order in SAMPLE.orders}
    waiting = [parcel for found in SAMPLE.shippables.values() for parcel in found if not parcel.in_transit]
    assert len(waiting) >= 8
    for parcel in waiting:
        assert all(shipment.state == "label_created" for shipment in orders[parcel.order_number].shipments)


def test_the_store_ships_the_newest_order_first() -> None:
    assert [parcel.order_number for parcel in SAMPLE.shippables["sara"]] == [order.number for order in orders_of("sara")]
    assert isinstance(SAMPLE.shippables["sara"][0], Shippable)


def test_there_are_two_shops_of_their_own_kind() -> None:
    noor, dar = SAMPLE.stores
    assert (noor.language, noor.currency, noor.timezone) == ("ar", "SAR", "Asia/Riyadh")
    assert (dar.language, dar.currency, dar.timezone) == ("en", "AED", "Asia/Dubai")
    assert [store.phone_number_id for store in SAMPLE.stores] == [number.phone_number_id for number in SAMPLE.numbers]


def test_the_shops_have_words_of_their_own_on_what_is_asked_most() -> None:
    for store in SAMPLE.stores:
        assert all(store.policy(topic, language) for topic in ("returns", "shipping", "payment", "location") for language in ("en", "ar", "tr"))
        assert store.policy("returns", "ar") != store.policy("returns", "en")


def test_customers_speak_many_languages() -> None:
    languages = {customer.language for customer in SAMPLE.customers}
    assert languages == {"ar", "en", "es", "fr", "de", "pt", "tr", "hi", "id", "ur"}
    assert PERSONS["imran"].direction == "rtl"


def test_the_offline_whatsapp_takes_the_sample_as_it_is() -> None:
    world = World(numbers=SAMPLE.sim_numbers("token", "secret"), people=SAMPLE.persons, shippables=SAMPLE.shippables)
    for person in SAMPLE.persons:
        number = world.number_of(person)
        assert number.verified_name == person.store_name
        user = world.directory.user(number, f"+{person.wa_id}" if person.wa_id else None, person.bsuid)
        assert user.person == person
