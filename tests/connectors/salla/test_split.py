from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from bot.connectors.base import Split
from bot.connectors.salla import CONNECTOR
from bot.connectors.salla.options import SallaOptions
from bot.domain.access import Tokens
from bot.domain.clock import parse_instant
from bot.errors import Unreadable
from tests.connectors.knocking import NOW, delivery, knock
from tests.connectors.mutations import VALUES, mutated
from tests.connectors.salla.bodies import EVENTS, ORDER, body, changed

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "name", ["order_created", "order_status_updated", "order_shipment_created", "shipment_updated", "shipment_return", "invoice_created"]
)
def test_an_event_waits_in_the_lane_of_its_order(name: str) -> None:
    (item,) = CONNECTOR.split(knock(body(name)), "d1").items
    assert (item.id, item.lane, item.source) == ("salla:noor:d1", f"order:noor:{ORDER}", "salla/noor")


def test_an_event_of_no_order_has_a_lane_of_its_own() -> None:
    assert CONNECTOR.split(knock(body("app_uninstalled")), "d1").items[0].lane == "event:salla:noor:d1"


def test_its_time_is_sallas() -> None:
    item = CONNECTOR.split(knock(body("order_created")), "d1").items[0]
    assert (item.at, item.received_at, item.body) == (parse_instant("2026-11-20T12:21:48+03:00"), NOW, body("order_created"))


def test_a_time_that_cannot_be_read_is_that_of_the_arrival() -> None:
    assert CONNECTOR.split(knock(changed("order_created", created_at="recently")), "d1").items[0].at == NOW


def test_the_keys_that_an_installation_brings_are_not_kept() -> None:
    assert CONNECTOR.split(knock(changed("app_uninstalled", event="app.store.authorize", access_token="secret")), "d1") == Split()


@pytest.mark.parametrize(("merchant", "kept"), [(None, True), ("1305146709", True), ("7", False)])
def test_an_installation_brings_tokens_for_the_shop_that_is_meant_and_no_item(merchant: str | None, kept: bool) -> None:  # noqa: FBT001
    content = changed("app_uninstalled", event="app.store.authorize", access_token="a1", refresh_token="r1", expires=1_796_000_000)
    request = replace(knock(content), options=SallaOptions(merchant=merchant))
    assert CONNECTOR.split(request, "d1") == Split(tokens=Tokens("a1", "r1", 1_796_000_000_000) if kept else None)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"event": ""}', b'{"event": 7.5e', b"null"])
def test_what_is_no_event_is_kept_aside(content: bytes) -> None:
    taken = CONNECTOR.split(knock(content), "d1")
    assert (len(taken.items), len(taken.parked)) == (0, 1)


@pytest.mark.parametrize("path", EVENTS, ids=lambda path: path.stem)
def test_every_fixture_says_what_it_is_or_why_it_is_ignored(path: Path) -> None:
    assert CONNECTOR.parse(delivery(path.read_bytes()))


@given(mutated(EVENTS))
def test_one_value_gone_wrong_is_unreadable_at_worst(content: bytes) -> None:
    taken = CONNECTOR.split(knock(content), "d1")
    assert len(taken.items) + len(taken.parked) <= 1
    with contextlib.suppress(Unreadable):
        CONNECTOR.parse(delivery(content))


@given(VALUES)
def test_any_json_is_unreadable_at_worst(value: object) -> None:
    for content in (json.dumps(value).encode(), json.dumps({"event": "order.created", "data": value}).encode()):
        CONNECTOR.split(knock(content), "d1")
        with contextlib.suppress(Unreadable):
            CONNECTOR.parse(delivery(content))
