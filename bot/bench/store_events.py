"""A store's events, signed, as finished HTTP requests (https://www.standardwebhooks.com, and the standard connector's README)."""

from __future__ import annotations

import base64
import hmac
from typing import TYPE_CHECKING

import orjson

from bot.bench.crowd import STORE_ID, Asker, tracking_number
from bot.domain.clock import SECOND, from_instant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_KEY = b"the secret of the measured store"
STORE_SECRET = "whsec_" + base64.b64encode(_KEY).decode()

_REQUEST = (
    b"POST /webhooks/standard/%b HTTP/1.1\r\nHost: %b\r\nContent-Type: application/json\r\nwebhook-id: %b\r\n"
    b"webhook-timestamp: %d\r\nwebhook-signature: v1,%b\r\nContent-Length: %d\r\n\r\n%b"
)


class StoreEvents:
    """Makes the store's requests at the instants that ``now`` tells."""

    def __init__(self, host: str, now: Callable[[], int]) -> None:
        self._host = host.encode()
        self._now = now

    def shipped(self, asker: Asker) -> bytes:
        """Return the request that tells that the asker's parcel is on its way."""
        data = {"order": asker.order_number, "status": "in_transit", "tracking_number": tracking_number(asker), "carrier": "SMSA"}
        return self._request("shipment.updated", f"shipped-{asker.order_number}", data)

    def placed(self, asker: Asker) -> bytes:
        """Return the request that tells that the asker has placed another order and paid it."""
        number, placed_at = f"S{asker.order_number}", from_instant(self._now()).isoformat()
        customer = {"phone": f"+{asker.wa_id}", "name": asker.name, "language": "ar", "country": "SA"}
        lines = [{"title": "Linen shirt", "quantity": 1, "price": "199.00"}]
        order = {"id": number, "number": number, "placed_at": placed_at, "status": "confirmed", "payment": "paid", "customer": customer}
        return self._request("order.updated", f"placed-{number}", {**order, "total": "199.00", "currency": "SAR", "lines": lines})

    def _request(self, kind: str, key: str, data: Mapping[str, object]) -> bytes:
        instant = self._now()
        body = orjson.dumps({"type": kind, "timestamp": from_instant(instant).isoformat(), "data": data})
        event_id, seconds = key.encode(), instant // SECOND
        signature = base64.b64encode(hmac.digest(_KEY, b"%b.%d.%b" % (event_id, seconds, body), "sha256"))
        return _REQUEST % (STORE_ID.encode(), self._host, event_id, seconds, signature, len(body), body)
