"""What the outside calls an order."""

from __future__ import annotations

from bot.domain.money import Money
from bot.domain.names import called, names_of, order_name
from bot.domain.order import Order, Shipment
from bot.domain.store_event import OrderEvent, RefundEvent, ShipmentEvent

ORDER = Order("noor:77", "noor", "#NH-1", 0, "received", "paid", Money(1, "SAR"), shipments=(Shipment("1", "unknown", 0, tracking_number="ax-1 2"),))


def test_spellings_of_a_number_are_one_name() -> None:
    assert {order_name("noor", text) for text in ("#1001", "1001", " 1001 ")} == {"noor:order:1001"}
    assert order_name("noor", "nh-1") == order_name("noor", "NH-1") != order_name("dar", "NH-1")


def test_an_order_has_its_id_its_number_and_its_parcels_for_names() -> None:
    assert names_of(ORDER) == ("noor:order:77", "noor:order:NH-1", "noor:parcel:AX12")


def test_an_event_calls_its_order_by_the_surest_name_first() -> None:
    assert called(ShipmentEvent("noor", "77", 0, "unknown", "AX-12")) == ("noor:order:77", "noor:parcel:AX12")
    assert called(ShipmentEvent("noor", None, 0, "unknown", "AX-12")) == ("noor:parcel:AX12",)
    assert called(OrderEvent("noor", "77", 0, number="#NH-1")) == ("noor:order:77", "noor:order:NH-1")


def test_what_names_nothing_is_called_nothing() -> None:
    assert called(ShipmentEvent("noor", None, 0, "unknown")) == ()
    assert called(RefundEvent("noor", "77", 0, "R1")) == ("noor:order:77",)
