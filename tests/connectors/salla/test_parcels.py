from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.connectors.base import Ignored
from bot.connectors.salla import CONNECTOR
from bot.connectors.salla.parcels import STATES
from bot.domain.clock import parse_instant
from bot.domain.store_event import ShipmentEvent
from tests.connectors.knocking import delivery
from tests.connectors.salla.bodies import ORDER, all_of, body, changed, parcels, with_slug

if TYPE_CHECKING:
    from bot.domain.order import ShipmentFlag, ShipmentState

OUT = ShipmentEvent(
    "noor",
    ORDER,
    parse_instant("2026-11-22T08:15:00+03:00"),
    "out_for_delivery",
    tracking_number="290012345678",
    carrier="SMSA Express",
    tracking_url="https://track.example/290012345678",
)
CREATED = replace(OUT, state="label_created", occurred_at=parse_instant("2026-11-20T18:00:00+03:00"))


def parcel(number: str | None, status: object, kind: str = "shipment") -> dict[str, object]:
    return {"id": 1, "type": kind, "shipping_number": number, "status": status}


def test_a_shipment_is_read() -> None:
    assert all_of(body("shipment_updated")) == (OUT,)


@pytest.mark.parametrize("status", [{"id": 5, "name": "جاري التوصيل", "slug": "delivering"}, "DELIVERING"])
def test_its_status_is_a_word_or_an_object(status: object) -> None:
    assert all_of(changed("shipment_updated", status=status)) == (OUT,)


@pytest.mark.parametrize(
    ("status", "state", "flags"),
    [
        ("creating", "label_created", ()),
        ("created", "label_created", ()),
        ("in_progress", "label_created", ()),
        ("shipped", "in_transit", ()),
        ("in_transit", "in_transit", ()),
        ("received_at_final_hub", "in_transit", ()),
        ("delivering", "out_for_delivery", ()),
        ("delivered", "delivered", ()),
        ("partially_delivered", "delivered", ("exception",)),
        ("to_be_reattempted", "unknown", ("attempt_failed",)),
        ("reattempted", "unknown", ("attempt_failed",)),
        ("unable_to_deliver", "unknown", ("exception",)),
        ("return_in_progress", "unknown", ("returning",)),
        ("return_to_origin", "unknown", ("returning",)),
        ("damaged", "unknown", ("exception",)),
        ("lost", "lost", ()),
        ("cancelled", "cancelled", ()),
        ("canceled", "cancelled", ()),
    ],
)
def test_every_status_has_its_meaning(status: str, state: ShipmentState, flags: tuple[ShipmentFlag, ...]) -> None:
    assert all_of(changed("shipment_updated", status=status)) == (replace(OUT, state=state, flags=flags),)
    assert status in STATES


@pytest.mark.parametrize("event", ["shipment.created", "order.shipment.created", "shipment.creating"])
def test_the_event_speaks_where_the_status_does_not(event: str) -> None:
    assert [one.state for one in parcels(changed("shipment_updated", event=event, status=None))] == ["label_created"]


def test_a_cancelled_shipment_is_cancelled() -> None:
    (found,) = parcels(body("shipment_cancelled"))
    assert (found.state, found.tracking_number, found.tracking_url) == ("cancelled", "290012345678", None)


def test_a_status_that_nobody_knows_brings_the_number_alone() -> None:
    assert all_of(changed("shipment_updated", status="teleported")) == (replace(OUT, state="unknown"),)


@pytest.mark.parametrize(
    "content",
    [
        body("shipment_return"),
        changed("shipment_updated", type="Return"),
        changed("shipment_updated", order_id=None),
        changed("shipment_updated", status="teleported", tracking_number="0", shipping_number=None),
    ],
)
def test_what_says_nothing_of_a_delivery_is_ignored(content: bytes) -> None:
    assert isinstance(CONNECTOR.parse(delivery(content)), Ignored)


def test_an_orders_own_parcel_stands_in_its_shipping() -> None:
    assert parcels(body("order_shipment_created")) == [CREATED]


def test_the_status_of_the_order_and_that_of_its_parcel_are_both_told() -> None:
    found = parcels(with_slug("shipped", shipments=[parcel("29001", "created"), parcel("29002", "delivered", "return")]))
    assert [(one.state, one.tracking_number) for one in found] == [("label_created", "29001"), ("in_transit", "29001")]


def test_of_several_parcels_each_speaks_for_itself() -> None:
    found = parcels(
        with_slug("delivered", shipments=[parcel("29001", "delivered"), parcel("29002", {"slug": "delivering"}), parcel(None, "cancelled")])
    )
    assert [(one.state, one.tracking_number) for one in found] == [("delivered", "29001"), ("out_for_delivery", "29002")]


def test_an_order_that_is_not_shipped_has_no_parcel() -> None:
    assert parcels(body("order_created")) == []
