from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.connectors import dhl
from bot.connectors.base import Ignored
from bot.connectors.dhl import CONNECTOR
from bot.connectors.dhl.mapping import CODES, STATUSES, meaning, read_shipment
from bot.connectors.dhl.payloads import Event
from bot.connectors.scan_fields import word
from bot.domain.clock import parse_instant
from bot.domain.store_event import ShipmentEvent
from bot.errors import Unreadable
from tests.connectors.knocking import NOOR, delivery, events
from tests.connectors.manuals import promised

if TYPE_CHECKING:
    from bot.connectors.snapshots import Meaning

FIXTURES = Path(__file__).parent / "fixtures"
README = (Path(dhl.__file__).parent / "README.md").read_text(encoding="utf-8")
STATUS_TABLE, CODE_TABLE = promised("dhl", "status"), promised("dhl", "code")


def body(name: str) -> bytes:
    return (FIXTURES / f"constructed_{name}.json").read_bytes()


def shipment(**fields: object) -> dict[str, Any]:
    """Return the parcel that is out for delivery, with other values."""
    found: dict[str, Any] = json.loads(body("push_out_for_delivery"))["shipments"][0]
    return found | fields


def push(**fields: object) -> bytes:
    return json.dumps({"shipments": [shipment(**fields)]}).encode()


def story(content: bytes) -> list[ShipmentEvent]:
    return [event for event in events(CONNECTOR, content) if isinstance(event, ShipmentEvent)]


def test_every_scan_becomes_an_event_and_the_details_another() -> None:
    found = story(body("push_out_for_delivery"))
    assert [(one.state, one.place) for one in found] == [
        ("label_created", "LEIPZIG, DE"),
        ("picked_up", "LEIPZIG, DE"),
        ("in_transit", "RIYADH, SA"),
        ("out_for_delivery", "RIYADH, SA"),
        ("unknown", None),
    ]
    assert {(one.order_ref, one.tracking_number) for one in found} == {("NH-1042", "7777777770")}


def test_the_details_are_as_of_the_newest_scan() -> None:
    assert story(body("push_out_for_delivery"))[-1] == ShipmentEvent(
        "noor",
        "NH-1042",
        parse_instant("2026-11-22T08:15:00+03:00"),
        "unknown",
        tracking_number="7777777770",
        carrier="DHL Express",
        tracking_url="https://www.dhl.com/sa-en/home/tracking.html?tracking-id=7777777770",
        eta="2026-11-22",
    )


def test_without_events_the_status_is_the_only_scan() -> None:
    assert [one.state for one in story(push(events=[]))] == ["out_for_delivery", "unknown"]


def test_a_time_without_an_offset_is_in_the_shops_time() -> None:
    status = {"timestamp": "2026-11-22T14:02:00", "statusCode": "delivered"}
    assert story(push(events=[], status=status))[0].occurred_at == parse_instant("2026-11-22T14:02:00+03:00")


def test_a_parcel_may_stand_alone_in_any_of_three_forms() -> None:
    alone = [json.dumps(one).encode() for one in (shipment(), {"shipment": shipment()}, {"shipments": shipment()})]
    assert [story(content) for content in alone] == [story(push())] * 3


def test_a_number_is_a_number_too() -> None:
    assert story(push(id=7_777_777_770)) == story(push())


@pytest.mark.parametrize(
    ("references", "ref"),
    [
        ({"number": "NH-9", "type": "customer-reference"}, "NH-9"),
        ([{"number": "X", "type": "piece-id"}, {"number": "NH-9", "type": "shipper-reference"}], "NH-9"),
        ([{"number": 9}], "9"),
        ([{"number": "X", "type": "housebill"}], None),
        ([], None),
        ("NH-9", None),
    ],
)
def test_the_order_is_the_shops_own_reference(references: object, ref: str | None) -> None:
    assert story(push(details={"references": references}))[0].order_ref == ref


@pytest.mark.parametrize(
    ("service", "carrier"), [("express", "DHL Express"), ("ecommerce", "DHL eCommerce"), ("parcel-de", "DHL"), (None, "DHL"), (["x"], "DHL")]
)
def test_the_division_is_named_where_customers_know_it(service: object, carrier: str) -> None:
    assert story(push(service=service))[-1].carrier == carrier


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"statusCode": "transit", "status": "Out for delivery"}, "out_for_delivery"),
        ({"statusCode": "transit", "description": "Shipment is out with courier for delivery"}, "out_for_delivery"),
        ({"statusCode": "delivered", "description": "Out for delivery"}, "delivered"),
        ({"statusCode": "transit", "status": "in customs"}, "in_transit"),
        ({"status": "DELIVERED"}, "delivered"),
        ({"statusCode": "wc"}, "out_for_delivery"),
        ({"statusCode": "transit", "status": "PU"}, "picked_up"),
        ({"statusCode": "transit", "typeCode": "ZZ"}, "in_transit"),
        ({"statusCode": "PreTransit"}, "label_created"),
    ],
)
def test_codes_go_before_words_and_words_before_the_status(fields: dict[str, str], state: str) -> None:
    found = meaning(Event.model_validate(fields))
    assert found is not None
    assert found[0] == state


@pytest.mark.parametrize("fields", [{}, {"statusCode": "unknown"}, {"typeCode": "ZZ"}, {"statusCode": 7}, {"status": "Something new"}])
def test_what_is_not_known_says_nothing(fields: dict[str, object]) -> None:
    assert meaning(Event.model_validate(fields)) is None


@pytest.mark.parametrize(("status", "meant"), STATUS_TABLE.items(), ids=STATUS_TABLE)
def test_each_status_becomes_what_the_manual_promises(status: str, meant: Meaning | None) -> None:
    assert meaning(Event(statusCode=status)) == meant


@pytest.mark.parametrize(("code", "meant"), CODE_TABLE.items(), ids=CODE_TABLE)
def test_each_code_becomes_what_the_manual_promises(code: str, meant: Meaning | None) -> None:
    assert meaning(Event(statusCode="transit", typeCode=code)) == meant


def test_the_manual_names_every_word_that_is_understood() -> None:
    assert ({word(one) for one in STATUS_TABLE} - {"unknown"}, set(CODE_TABLE)) == (set(STATUSES), set(CODES))
    assert "| `api_key` |" in README


def test_a_word_about_the_subscription_is_no_parcel() -> None:
    ignored = CONNECTOR.parse(delivery(body("subscription_validate")))
    assert isinstance(ignored, Ignored)
    assert "subscription.validate" in ignored.reason


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"scope": "other"}', b'{"shipments": []}', b'{"shipments": [{}]}', b'{"packages": [{"events": []}]}']
)
def test_what_has_another_form_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        CONNECTOR.parse(delivery(content))


def test_several_parcels_in_one_item_are_unreadable() -> None:
    with pytest.raises(Unreadable, match="several"):
        read_shipment(body("push_two_parcels"), NOOR)
