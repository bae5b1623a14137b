from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.clock import parse_instant
from bot.domain.money import Money
from bot.domain.order import Line
from bot.domain.store_event import ShipmentEvent
from tests.connectors.magento.shop import ignored, parsed, saved, shipped, whole

if TYPE_CHECKING:
    from bot.domain.order import ShipmentState

LEFT = parse_instant("2026-11-21T06:05:00Z")
CHANGED = parse_instant("2026-11-20T07:00:03Z")
NUMBER = "4471009812"
DATES, HONEY = Line("تمر سكري", 2, Money(5_750, "SAR"), "DATE-1"), Line("Honey & Nuts", 1, Money(5_750, "SAR"), "HONEY-1")


def parcels(content: bytes, **options: object) -> list[ShipmentEvent]:
    return [event for event in parsed(content, **options) if isinstance(event, ShipmentEvent)]


def test_a_shipment_has_left_with_its_number_and_what_is_inside() -> None:
    found = parcels(whole([shipped(NUMBER)], state="complete"))
    assert found == [ShipmentEvent("noor", "42", LEFT, "in_transit", NUMBER, "Aramex", lines=(DATES, HONEY))]


def test_each_number_is_a_parcel_of_which_nobody_knows_the_contents() -> None:
    found = parcels(whole([shipped("A", "B")]))
    assert [(one.tracking_number, one.lines) for one in found] == [("A", ()), ("B", ())]


def test_a_part_of_the_order_is_told_as_one() -> None:
    (found,) = parcels(whole([shipped(NUMBER, items=[{"order_item_id": 91, "qty": "1.0000"}])]))
    assert found.lines == (Line("تمر سكري", 1, Money(5_750, "SAR"), "DATE-1"),)


@pytest.mark.parametrize("items", [[{"order_item_id": 7, "qty": 1}], [{"order_item_id": 91, "qty": 1}, {"qty": 1}], None])
def test_contents_that_are_not_all_known_may_be_everything(items: object) -> None:
    (found,) = parcels(whole([shipped(NUMBER, items=items)]))
    assert found.lines == ()


def test_the_only_shipment_speaks_of_the_only_parcel_without_a_number() -> None:
    assert [one.tracking_number for one in parcels(whole([shipped()]))] == [None]
    assert [one.tracking_number for one in parcels(whole([shipped(), shipped("B")]))] == ["B"]


def test_a_shipment_by_itself_is_told() -> None:
    assert parcels(saved("shipment")) == [ShipmentEvent("noor", "42", LEFT, "in_transit", NUMBER, "Aramex")]


def test_a_number_by_itself_is_told() -> None:
    assert parcels(saved("track")) == [ShipmentEvent("noor", "42", LEFT, "in_transit", NUMBER, "Aramex")]
    assert "says nothing" in ignored(saved("track", track_number=""))


@pytest.mark.parametrize(
    ("code", "title", "carrier"), [("dhl", None, "DHL"), ("custom", None, None), ("custom", "SMSA", "SMSA"), ("ups", "UPS Gulf", "UPS Gulf")]
)
def test_a_carrier_is_called_as_the_shop_calls_it(code: str, title: str | None, carrier: str | None) -> None:
    assert parcels(saved("track", carrier_code=code, title=title))[0].carrier == carrier


@pytest.mark.parametrize(
    ("meaning", "state"), [("out_for_delivery", "out_for_delivery"), ("ready_for_pickup", "available_for_pickup"), ("delivered", "delivered")]
)
def test_the_shops_own_statuses_move_every_parcel(meaning: str, state: ShipmentState) -> None:
    found = parcels(whole([shipped("A"), shipped("B")], status="own"), statuses=[f"own={meaning}"])
    assert [(one.tracking_number, one.state, one.occurred_at) for one in found[2:]] == [("A", state, CHANGED), ("B", state, CHANGED)]


def test_a_complete_order_whose_shipments_are_unknown_has_left() -> None:
    assert parcels(whole(state="complete")) == [ShipmentEvent("noor", "42", CHANGED, "in_transit")]


@pytest.mark.parametrize("changes", [{"state": "complete", "is_virtual": 1}, {"state": "processing"}, {"state": "closed"}])
def test_otherwise_without_shipments_there_is_no_parcel(changes: dict[str, Any]) -> None:
    assert parcels(whole(**changes)) == []
