"""BigCommerce as the tests need it: its events, its signature, and an API that answers what it is asked."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.connectors.base import Call, Ignored
from bot.connectors.bigcommerce import CONNECTOR
from bot.connectors.bigcommerce.options import BigCommerceOptions
from bot.domain.clock import SECOND
from tests.connectors.answering import Shelf
from tests.connectors.knocking import NOOR, NOW, delivery

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.connectors.base import Delivery
    from bot.domain.store_event import StoreEvent

FIXTURES = Path(__file__).parent / "fixtures"
HOOKS = ("order_created", "status_updated", "shipment_created", "refund_created")
ACCESS = {"store_hash": "Noor1a2b", "access_token": "t"}
SECRET = "m9r6keqmo7h7f23btnpwernbez1kglkl"
ID = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W"
NUMBER = "4471009812"


def fixture(name: str) -> Any:
    return json.loads(body(name))


def body(name: str) -> bytes:
    return (FIXTURES / f"constructed_{name}.json").read_bytes()


def hook(name: str, **changes: object) -> bytes:
    return json.dumps(fixture(name) | changes).encode()


def order(**changes: object) -> dict[str, object]:
    return {**fixture("order"), **changes}


def whole(scope: str = "store/order/updated", **changes: object) -> bytes:
    """Return an event as it is after everything was put beside it; ``shipments`` and the like are what was answered."""
    parts = {name: changes.pop(name, fixture(name) if name in {"products", "addresses"} else []) for name in ("products", "addresses", "shipments")}
    refunds = changes.pop("refunds", [])
    return json.dumps(fixture("order_created") | parts | {"scope": scope, "refunds": refunds, "order": order(**changes)}).encode()


def shipment(number: str | None = NUMBER, **changes: object) -> dict[str, object]:
    return {**fixture("shipments")[0], "tracking_number": number, **changes}


def parsed(content: bytes, **options: object) -> tuple[StoreEvent, ...]:
    found = CONNECTOR.parse(_with(content, options))
    assert not isinstance(found, Ignored), found.reason
    return found


def ignored(content: bytes, **options: object) -> str:
    found = CONNECTOR.parse(_with(content, options))
    assert isinstance(found, Ignored)
    return found.reason


def signed(content: bytes, key: str = SECRET, at: int = NOW) -> dict[str, str]:
    sent_at = str(at // SECOND)
    made = hmac.new(key.encode(), f"{ID}.{sent_at}.".encode() + content, hashlib.sha256).digest()
    return {"webhook-id": ID, "webhook-timestamp": sent_at, "webhook-signature": f"v1,{base64.b64encode(made).decode()}"}


def answers(**changes: object) -> dict[str, object]:
    """Return what the API says of the order."""
    return {
        "/v2/orders/250": order(**changes),
        "/v2/orders/250/products": fixture("products"),
        "/v2/orders/250/shipping_addresses": fixture("addresses"),
        "/v2/orders/250/shipments": fixture("shipments"),
        "/v3/orders/250/payment_actions/refunds": fixture("refunds"),
    }


async def completed(content: bytes, shelf: Mapping[str, object], options: Mapping[str, object] = ACCESS) -> tuple[Delivery, Shelf]:
    far = Shelf(shelf)
    assert CONNECTOR.complete is not None
    call = Call(far, NOOR, BigCommerceOptions.model_validate(options), (SECRET,), NOW)
    return await CONNECTOR.complete(call, delivery(content)), far


def _with(content: bytes, options: Mapping[str, object]) -> Delivery:
    return replace(delivery(content), options=BigCommerceOptions.model_validate(options) if options else None)
