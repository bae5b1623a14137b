from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.connectors.magento import CONNECTOR
from bot.domain.clock import parse_instant
from tests.connectors.knocking import NOW, delivery, knock
from tests.connectors.magento.shop import EVENTS, SAVED, fixture, parsed, saved

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("path", EVENTS, ids=lambda path: path.stem)
def test_every_event_waits_in_the_lane_of_its_order(path: Path) -> None:
    (item,) = CONNECTOR.split(knock(path.read_bytes()), "d1").items
    assert (item.id, item.lane) == ("magento:noor:d1", "order:noor:42")


def test_its_time_is_that_of_the_change() -> None:
    (item,) = CONNECTOR.split(knock(saved("order")), "d1").items
    assert (item.at, item.received_at) == (parse_instant("2026-11-20T07:00:03Z"), NOW)


def test_without_a_time_of_change_that_of_the_event_counts() -> None:
    (item,) = CONNECTOR.split(knock(saved("track")), "d1").items
    assert item.at == parse_instant("2026-11-21T06:05:01Z")


def test_an_order_without_its_id_waits_by_its_number() -> None:
    (item,) = CONNECTOR.split(knock(saved("order", entity_id=None)), "d1").items
    assert item.lane == "order:noor:000000042"


def test_what_is_about_no_order_has_a_lane_of_its_own() -> None:
    body = json.dumps({"type": "com.adobe.commerce.observer.catalog_product_save_after", "data": {"value": {"entity_id": 42}}}).encode()
    assert CONNECTOR.split(knock(body), "d1").items[0].lane == "event:magento:noor:d1"


def test_the_wrapping_of_adobes_journal_is_taken_off() -> None:
    wrapped = json.dumps({"position": "camel:1", "event": fixture("order_saved")}).encode()
    (item,) = CONNECTOR.split(knock(wrapped), "d1").items
    assert item.lane == "order:noor:42"
    assert CONNECTOR.parse(delivery(wrapped)) == parsed(saved("order"))


def test_each_event_of_a_batch_is_an_item_of_its_own() -> None:
    batch = json.dumps([fixture("order_saved"), {"type": ""}, fixture("invoice_saved")]).encode()
    taken, again = (CONNECTOR.split(knock(batch), "d1") for _ in range(2))
    assert [json.loads(item.body) for item in taken.items] == [fixture("order_saved"), fixture("invoice_saved")]
    assert len({*(item.id for item in taken.items), taken.parked[0].id}) == 3
    assert taken == again


@pytest.mark.parametrize("body", [b"", b"{}", b"5", b"{", b'{"type": 5}', b'{"type": " "}'])
def test_what_is_no_event_is_kept_aside(body: bytes) -> None:
    taken = CONNECTOR.split(knock(body), "d1")
    assert not taken.items
    assert taken.parked[0].body == body


@pytest.mark.parametrize("event_type", [SAVED, "sales_order_save_commit_after", "COM.ADOBE.COMMERCE.noor.observer.SALES_ORDER_SAVE_AFTER"])
def test_types_are_known_by_their_last_part(event_type: str) -> None:
    body = json.dumps(fixture("order_saved") | {"type": event_type}).encode()
    assert CONNECTOR.split(knock(body), "d1").items[0].lane == "order:noor:42"
