"""WooCommerce as the tests need it: its orders with changes, its signature, and a shop that remembers what it was asked."""

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
from bot.connectors.woocommerce import CONNECTOR
from bot.connectors.woocommerce.options import WooOptions
from tests.connectors.knocking import NOOR, NOW, delivery

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.connectors.base import Polled
    from bot.domain.store_event import StoreEvent

FIXTURES = Path(__file__).parent / "fixtures"
SECRET = "c]h-h&Ba0%Z9!s|e"
TRACKING = "290012345678"


def recorded(name: str, place: int | None = None) -> dict[str, object]:
    document = json.loads((FIXTURES / name).read_bytes())
    found = document if place is None else document[place]
    assert isinstance(found, dict)
    return found


def order(**changes: object) -> dict[str, object]:
    return {**recorded("constructed_order_shipped.json"), **changes}


def tracked(*rows: object) -> list[dict[str, object]]:
    return [{"id": 12, "key": "_wc_shipment_tracking_items", "value": list(rows)}]


def parsed(document: object, topic: str = "order.updated", options: WooOptions | None = None) -> tuple[StoreEvent, ...]:
    found = CONNECTOR.parse(replace(delivery(json.dumps(document).encode(), topic), options=options))
    assert not isinstance(found, Ignored), found.reason
    return found


def ignored(document: object, topic: str = "order.updated") -> str:
    found = CONNECTOR.parse(delivery(json.dumps(document).encode(), topic))
    assert isinstance(found, Ignored)
    return found.reason


def signed(body: bytes, topic: str = "order.updated", *, key: str = SECRET, delivery_id: str = "0a1b2c") -> dict[str, str]:
    return {
        "X-WC-Webhook-Source": "https://dar.example/",
        "X-WC-Webhook-Topic": topic,
        "X-WC-Webhook-Resource": topic.partition(".")[0],
        "X-WC-Webhook-Event": topic.partition(".")[2],
        "X-WC-Webhook-Signature": base64.b64encode(hmac.new(key.encode(), body, hashlib.sha256).digest()).decode(),
        "X-WC-Webhook-ID": "5",
        "X-WC-Webhook-Delivery-ID": delivery_id,
    }


@dataclass
class Shop:
    """Answers in turn, the last again and again."""

    answers: list[tuple[int, object]]
    asked: list[tuple[str, str, dict[str, str], dict[str, str]]] = field(default_factory=list)

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
        assert json is None
        assert data is None
        self.asked.append((method, url, dict(headers or {}), dict(params or {})))
        status, document = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return Response(status, CIMultiDict(), document if isinstance(document, bytes) else _dumped(document))


ACCESS = {"site": "https://dar.example/shop/", "consumer_key": "ck_1", "consumer_secret": "cs_1"}


async def polled(shop: Shop, since: int = NOW, options: Mapping[str, str] = ACCESS) -> list[Polled]:
    assert CONNECTOR.poll is not None
    call = Call(shop, NOOR, WooOptions.model_validate(options), (SECRET,), NOW)
    return [one async for one in CONNECTOR.poll(call, since)]


def _dumped(document: object) -> bytes:
    return json.dumps(document).encode()
