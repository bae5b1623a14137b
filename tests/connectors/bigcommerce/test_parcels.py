from __future__ import annotations

from typing import Any

import pytest

from bot.domain.clock import parse_instant
from bot.domain.money import Money
from bot.domain.order import Line
from bot.domain.store_event import ShipmentEvent
from tests.connectors.bigcommerce.shop import NUMBER, parsed, shipment, whole

LEFT = parse_instant("2026-11-21T06:05:00Z")
CHANGED = parse_instant("2026-11-20T07:00:03Z")
DATES, HONEY = Line("تمر سكري", 2, Money(5_750, "SAR"), "DATE-1"), Line("Honey & Nuts", 1, Money(5_750, "SAR"), "HONEY-1")
PAGE = "https://track.example/4471009812"


def parcels(completed: str = "shipped", **changes: Any) -> list[ShipmentEvent]:
    return [event for event in parsed(whole(**changes), completed=completed) if isinstance(event, ShipmentEvent)]


def test_a_shipment_has_left_with_its_number_and_what_is_inside() -> None:
    found = parcels(shipments=[shipment()], status_id=2)
    assert found == [ShipmentEvent("noor", "250", LEFT, "in_transit", NUMBER, "Aramex", PAGE, lines=(DATES, HONEY))]


def test_each_shipment_is_a_parcel() -> None:
    found = parcels(shipments=[shipment("A"), shipment(""), shipment("B", items=[{"order_product_id": 93, "quantity": 1}])], status_id=3)
    assert [(one.tracking_number, one.lines) for one in found] == [("A", (DATES, HONEY)), ("B", (HONEY,))]


@pytest.mark.parametrize("items", [[{"order_product_id": 7}], [{"order_product_id": 91}, {}], None])
def test_contents_that_are_not_all_known_may_be_everything(items: object) -> None:
    (found,) = parcels(shipments=[shipment(items=items)])
    assert found.lines == ()


@pytest.mark.parametrize(
    ("changes", "carrier", "page"),
    [
        ({"shipping_provider_display_name": "Aramex KSA"}, "Aramex KSA", PAGE),
        ({"tracking_carrier": "", "shipping_provider": "fedex"}, "FedEx", PAGE),
        ({"tracking_carrier": "", "generated_tracking_link": "", "tracking_link": "https://own.example/1"}, None, "https://own.example/1"),
    ],
)
def test_carrier_and_page_come_from_several_fields(changes: dict[str, Any], carrier: str | None, page: str) -> None:
    (found,) = parcels(shipments=[shipment(**changes)])
    assert (found.carrier, found.tracking_url) == (carrier, page)


def test_the_only_shipment_speaks_of_the_only_parcel_without_a_number() -> None:
    assert [(one.tracking_number, one.occurred_at) for one in parcels(shipments=[shipment(None)], status_id=2)] == [(None, LEFT)]
    assert parcels(shipments=[shipment(None), shipment(None)], status_id=2) == []


def test_a_shipped_order_without_shipments_has_left_when_it_says_so() -> None:
    found = parcels(status_id=2, date_shipped="Sat, 21 Nov 2026 06:05:00 +0000")
    assert found == [ShipmentEvent("noor", "250", LEFT, "in_transit")]


def test_what_waits_for_its_customer_is_ready_to_be_collected() -> None:
    assert parcels(status_id=8) == [ShipmentEvent("noor", "250", CHANGED, "available_for_pickup")]


def test_completed_means_what_the_shop_says() -> None:
    found = parcels("delivered", status_id=10, shipments=[shipment("A"), shipment("B")])
    assert [(one.tracking_number, one.state) for one in found[2:]] == [("A", "delivered"), ("B", "delivered")]
    assert [one.state for one in parcels(status_id=10, shipments=[shipment("A")])] == ["in_transit"]
    assert [one.state for one in parcels("delivered", status_id=10)] == ["delivered"]


@pytest.mark.parametrize("changes", [{"status_id": 10, "order_is_digital": True}, {"status_id": 11}, {"status_id": 5}])
def test_otherwise_without_shipments_there_is_no_parcel(changes: dict[str, Any]) -> None:
    assert parcels("delivered", **changes) == []
