"""Who sent this: whoever knows the secret address, or signs (https://docs.goshippo.com/docs/tracking/webhooksecurity).

Shippo signs only for shops that have written to their account manager, so the address is the usual way: the secret follows
the store, or stands in ``?token=`` as in Shippo's own instructions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.items import digest
from bot.connectors.reading import check, load
from bot.connectors.shippo.payloads import Status, Track, Webhook
from bot.connectors.signatures import demand, demand_token, hmac_hex
from bot.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.connectors.base import Knock

HEADER = "Shippo-Auth-Signature"
_SHORTEST = 16


def verify(knock: Knock, secrets: Sequence[str]) -> str:
    """Return a digest of what the webhook tells, for Shippo gives no id; raise ``Unauthenticated``.

    Shippo repeats itself and says the same once per registered address: all of that meets in one digest.
    """
    token = knock.token or knock.query.get("token")
    if token or HEADER not in knock.headers:
        demand_token(token, secrets)
    else:
        _demand_signature(knock.headers[HEADER], knock.body, secrets)
    return _delivery_id(knock.body)


def wrong_secret(secret: str) -> str | None:
    """Return what is expected of a secret that stands in an address, ``None`` when this is long enough not to be guessed."""
    return None if len(secret) >= _SHORTEST else f"at least {_SHORTEST} random characters"


def _demand_signature(header: str, body: bytes, secrets: Sequence[str]) -> None:
    """Check ``t=<seconds>,v1=<hex>`` over ``<seconds>.<body>``. What is sent again late changes nothing, so its age is not asked."""
    parts = dict(part.strip().partition("=")[::2] for part in header.split(","))
    message = parts.get("t", "").encode("utf-8", "surrogatepass") + b"." + body
    demand(parts.get("v1"), secrets, lambda secret: hmac_hex(secret, message), HEADER)


def _delivery_id(body: bytes) -> str:
    try:
        webhook = check(Webhook, load(body))
        track = check(Track, webhook.data)
    except Unreadable:
        return digest(body)
    status = track.tracking_status or Status()
    code = status.substatus.code if status.substatus else None
    told = (track.carrier, track.tracking_number, status.object_id, status.status, code, status.status_date, track.eta, track.metadata)
    return digest(webhook.event or "", str(bool(webhook.test)), *(text or "" for text in told))
