from __future__ import annotations

import json

import pytest

from bot.connectors.magento.envelope import EVENTS, event_in, read
from bot.errors import Unreadable
from tests.connectors.magento.shop import SAVED, fixture, whole


def described(event_type: str, **value: object) -> dict[str, object]:
    return {"type": event_type, "data": {"value": value}}


@pytest.mark.parametrize(("name", "kind"), sorted(EVENTS.items()))
def test_every_event_is_of_a_kind(name: str, kind: str) -> None:
    assert event_in(described(f"com.adobe.commerce.observer.{name}")).kind == kind


def test_other_events_are_of_none() -> None:
    assert event_in(described("com.adobe.commerce.plugin.sales.api.order_management.place")).kind is None


@pytest.mark.parametrize(
    ("name", "value", "order_id", "number"),
    [
        ("sales_order_save_after", {"entity_id": 42, "increment_id": "000000042"}, "42", "000000042"),
        ("sales_order_save_after", {"increment_id": 42}, None, "42"),
        ("sales_order_shipment_save_after", {"entity_id": 7, "order_id": "42", "increment_id": "000000007"}, "42", None),
        ("sales_order_creditmemo_save_after", {"entity_id": 3}, None, None),
        ("sales_order_save_after", {"entity_id": True, "increment_id": "a\nb"}, None, None),
        ("sales_order_save_after", {"entity_id": "9" * 300}, None, None),
    ],
)
def test_the_order_is_named_by_its_id_and_an_order_by_its_number_too(
    name: str, value: dict[str, object], order_id: str | None, number: str | None
) -> None:
    event = event_in(described(name, **value))
    assert (event.order_id, event.number) == (order_id, number)


def test_what_was_put_beside_it_names_the_order_as_well() -> None:
    event = read(whole(shipments=[{"entity_id": 7}, "odd"]))
    assert (event.order_id, event.number) == ("42", None)
    assert event.shipments == ({"entity_id": 7},)


def test_the_fields_may_stand_in_the_data_themselves() -> None:
    assert event_in({"type": SAVED, "data": {"entity_id": 42}}).order_id == "42"


def test_the_wrapping_of_the_journal_is_taken_off() -> None:
    assert event_in({"event_id": "1", "event": fixture("order_saved")}) == event_in(fixture("order_saved"))


@pytest.mark.parametrize("document", [None, [], "x", {}, {"event": {}}, {"event": []}, {"type": None}])
def test_what_names_no_type_is_no_event(document: object) -> None:
    with pytest.raises(Unreadable, match="type"):
        read(json.dumps(document).encode())
