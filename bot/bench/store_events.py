"""A store's events, signed, as finished HTTP requests (https://www.standardwebhooks.com, and the standard connector's README)."""

from __future__ import annotations

import base64
import hmac
from typing import TYPE_CHECKING

import orjson

from bot.bench.crowd import STORE_ID, Asker, tracking_number
from bot.domain.clock import SECOND, from_instant

if TYPE_CHECKING:
    from collections.abc import Callable

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
        instant = self._now()
        data = {"order": asker.order_number, "status": "in_transit", "tracking_number": tracking_number(asker), "carrier": "SMSA"}
        body = orjson.dumps({"type": "shipment.updated", "timestamp": from_instant(instant).isoformat(), "data": data})
        event_id, seconds = f"shipped-{asker.order_number}".encode(), instant // SECOND
        signature = base64.b64encode(hmac.digest(_KEY, b"%b.%d.%b" % (event_id, seconds, body), "sha256"))
        return _REQUEST % (STORE_ID.encode(), self._host, event_id, seconds, signature, len(body), body)
