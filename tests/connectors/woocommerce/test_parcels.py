from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.connectors.woocommerce.options import WooOptions
from bot.domain.clock import parse_instant
from bot.domain.store_event import ShipmentEvent
from tests.connectors.woocommerce.shop import TRACKING, order, parsed, recorded, tracked

if TYPE_CHECKING:
    from bot.domain.order import ShipmentState

DAY = parse_instant("2026-11-21T00:00:00Z")
COMPLETED_AT = parse_instant("2026-11-21T09:29:00Z")
CREATED_AT = parse_instant("2026-11-20T07:00:00Z")
ROW = {"tracking_number": TRACKING, "tracking_provider": "aramex", "date_shipped": str(DAY // 1000)}


def parcels(document: object, options: WooOptions | None = None) -> list[ShipmentEvent]:
    return [event for event in parsed(document, options=options) if isinstance(event, ShipmentEvent)]


def parcel(document: object, options: WooOptions | None = None) -> ShipmentEvent:
    (found,) = parcels(document, options)
    return found


def test_a_tracking_number_makes_a_parcel() -> None:
    assert parcel(order()) == ShipmentEvent(
        "noor",
        "2042",
        DAY,
        "in_transit",
        tracking_number=TRACKING,
        carrier="SMSA Express",
        tracking_url="https://track.smsaexpress.com/?awb=290012345678",
    )


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("processing", "label_created"),
        ("packed", "label_created"),
        ("partial-shipped", "in_transit"),
        ("shipped", "in_transit"),
        ("completed", "in_transit"),
        ("out-for-delivery", "out_for_delivery"),
        ("ready-pickup", "available_for_pickup"),
        ("delivered", "delivered"),
    ],
)
def test_the_status_says_how_far_the_parcel_is(status: str, state: ShipmentState) -> None:
    assert parcel(order(status=status)).state == state


@pytest.mark.parametrize("status", ["pending", "cancelled", "refunded", "failed"])
def test_an_order_that_is_off_tells_of_no_parcel(status: str) -> None:
    assert parcels(order(status=status)) == []


def test_completed_means_delivered_where_the_shop_says_so() -> None:
    event = parcel(order(), WooOptions(statuses=("completed=delivered",)))
    assert (event.state, event.occurred_at) == ("delivered", COMPLETED_AT)


def test_without_a_number_the_status_tells_of_the_one_parcel() -> None:
    event = parcel(order(meta_data=[]))
    assert event == ShipmentEvent("noor", "2042", COMPLETED_AT, "in_transit")


@pytest.mark.parametrize("status", ["processing", "packed", "partial-shipped"])
def test_without_a_number_nothing_is_said_of_what_has_not_wholly_left(status: str) -> None:
    assert parcels(order(status=status, meta_data=[])) == []


def test_what_is_downloaded_never_leaves() -> None:
    assert parcels(order(meta_data=[], shipping_lines=[])) == []


@pytest.mark.parametrize("method", ["local_pickup", "local_pickup:3", "pickup_location:0"])
def test_what_customers_collect_has_arrived_when_the_order_is_done(method: str) -> None:
    assert parcel(order(meta_data=[], shipping_lines=[{"method_id": method}])).state == "delivered"


def test_each_number_is_a_parcel() -> None:
    found = parcels(order(meta_data=tracked(ROW, {**ROW, "tracking_number": "B2", "tracking_provider": "", "custom_tracking_provider": "Our van"})))
    assert [(event.tracking_number, event.carrier) for event in found] == [(TRACKING, "Aramex"), ("B2", "Our van")]


@pytest.mark.parametrize("row", [None, "x", [], {}, {"tracking_number": ""}, {"tracking_number": {"a": 1}}])
def test_a_row_that_is_no_parcel_costs_only_itself(row: object) -> None:
    assert [event.tracking_number for event in parcels(order(meta_data=tracked(row, ROW)))] == [TRACKING]


def test_rows_that_php_has_written_as_an_object_are_read() -> None:
    fields = [{"key": "_wc_shipment_tracking_items", "value": {"1": ROW}}]
    assert parcel(order(meta_data=fields)).tracking_number == TRACKING


@pytest.mark.parametrize("value", [None, "", "a:1:{s:15:...}", 7])
def test_a_field_that_holds_no_rows_is_as_none(value: object) -> None:
    fields = [{"key": "_wc_shipment_tracking_items", "value": value}]
    assert parcel(order(meta_data=fields)).tracking_number is None


@pytest.mark.parametrize(
    ("shipped", "at"),
    [
        (str(DAY // 1000), DAY),
        (DAY // 1000, DAY),
        ("2026-11-21", DAY),
        ("", COMPLETED_AT),
        (None, COMPLETED_AT),
        # Before the order was placed, and after it was done: slips of the hand.
        (str(CREATED_AT // 1000 - 86_400), CREATED_AT),
        (str(DAY // 1000 + 86_400 * 5), COMPLETED_AT),
    ],
)
def test_it_left_on_the_day_of_shipping(shipped: object, at: int) -> None:
    assert parcel(order(meta_data=tracked({**ROW, "date_shipped": shipped}))).occurred_at == at


def test_a_later_change_of_the_order_is_no_new_sign_of_life() -> None:
    assert parcel(order()) == parcel(order(date_modified_gmt="2026-11-25T09:30:00"))


def test_the_link_of_the_shop_goes_before_that_of_the_plugin() -> None:
    row = {**ROW, "custom_tracking_link": "https://a.example/1", "formatted_tracking_link": "https://b.example/1"}
    assert parcel(order(meta_data=tracked(row))).tracking_url == "https://a.example/1"
    assert parcel(order(meta_data=tracked({**ROW, "ast_tracking_link": "javascript:x"}))).tracking_url is None


def test_the_documented_completed_order_has_left() -> None:
    event = parcel(recorded("list_all_orders.json", 1))
    assert (event.order_ref, event.state, event.tracking_number) == ("723", "in_transit", None)
