"""Shopify as the tests need it: its bodies with changes, its signature, and an Admin API that remembers what it was asked."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from multidict import CIMultiDict

from bot.connectors.base import Call, Ignored, Response
from bot.connectors.shopify import CONNECTOR
from bot.connectors.shopify.options import ShopifyOptions
from tests.connectors.knocking import NOOR, NOW, delivery

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.connectors.base import Polled
    from bot.domain.store_event import StoreEvent

FIXTURES = Path(__file__).parent / "fixtures"
SECRET = "shpss_0123456789abcdef0123456789abcdef"
REF = "6021847392511234567"
TRACKING = "4471009812"


def recorded(name: str, inside: str | None = None) -> dict[str, object]:
    document = json.loads((FIXTURES / name).read_bytes())
    found = document[inside] if inside else document
    assert isinstance(found, dict)
    return found


def order(**changes: object) -> dict[str, object]:
    return {**recorded("constructed_order.json"), **changes}


def fulfillment(**changes: object) -> dict[str, object]:
    return {**recorded("constructed_fulfillment.json"), **changes}


def refund(**changes: object) -> dict[str, object]:
    return {**recorded("constructed_refund.json"), **changes}


def step(status: str, **changes: object) -> dict[str, object]:
    return {**recorded("fulfillment_events_create.json"), "status": status, "order_id": int(REF), **changes}


def parsed(document: object, topic: str, options: ShopifyOptions | None = None) -> tuple[StoreEvent, ...]:
    found = CONNECTOR.parse(replace(delivery(json.dumps(document).encode(), topic), options=options))
    assert not isinstance(found, Ignored), found.reason
    return found


def ignored(document: object, topic: str) -> str:
    found = CONNECTOR.parse(delivery(json.dumps(document).encode(), topic))
    assert isinstance(found, Ignored)
    return found.reason


def signed(body: bytes, topic: str, *, secret: str = SECRET, prefix: str = "X-Shopify-") -> dict[str, str]:
    mac = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
    return {
        f"{prefix}Topic": topic,
        f"{prefix}Hmac-Sha256": mac,
        f"{prefix}Webhook-Id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
        f"{prefix}Triggered-At": "2026-11-20T07:00:06.123456789Z",
        f"{prefix}Shop-Domain": "noor.myshopify.com",
    }


@dataclass
class AdminApi:
    """Answers by path, in turn where there are several; whatever it has no answer for is not there."""

    answers: dict[str, list[tuple[int, object]]]
    asked: list[tuple[str, str, dict[str, str], object]] = field(default_factory=list)

    async def __call__(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        json: object = None,
        data: bytes | None = None,
    ) -> Response:
        assert data is None
        token = (headers or {}).get("X-Shopify-Access-Token", "")
        self.asked.append((method, url, {**(params or {}), "token": token}, json))
        path = url.partition("myshopify.com")[2]
        waiting = self.answers.get(path, [(404, {"errors": "Not Found"})])
        status, document = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return Response(status, CIMultiDict(), document if isinstance(document, bytes) else _dumped(document))


def call(api: AdminApi, *secrets: str, **options: str) -> Call[ShopifyOptions]:
    chosen = (
        {"shop": "noor.myshopify.com", "access_token": "shpat_1", **options}
        if "client_id" not in options
        else {"shop": "noor.myshopify.com", **options}
    )
    return Call(api, NOOR, ShopifyOptions.model_validate(chosen), secrets or (SECRET,), NOW)


async def polled(api: AdminApi, since: int = NOW) -> list[Polled]:
    assert CONNECTOR.poll is not None
    return [one async for one in CONNECTOR.poll(call(api), since)]


async def completed(api: AdminApi, document: object, topic: str) -> tuple[StoreEvent, ...] | Ignored:
    assert CONNECTOR.complete is not None
    return CONNECTOR.parse(await CONNECTOR.complete(call(api), delivery(json.dumps(document).encode(), topic)))


def _dumped(document: object) -> bytes:
    return json.dumps(document).encode()
