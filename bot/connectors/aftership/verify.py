"""Who sent this: AfterShip's keyed hash of the raw body (https://www.aftership.com/docs/tracking/webhook/webhook-signature)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.aftership.payloads import Named
from bot.connectors.items import digest
from bot.connectors.reading import check, load
from bot.connectors.signatures import demand, hmac_base64
from bot.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.connectors.base import Knock

# Returns and Shipping, sister products, sign under other names and are none of ours.
HEADER = "aftership-hmac-sha256"


def verify(knock: Knock, secrets: Sequence[str]) -> str:
    """Return the ``event_id``, the same for all 14 attempts to deliver one event; raise ``Unauthenticated``.

    A body without one is known by its bytes.
    """
    demand(knock.headers.get(HEADER), secrets, lambda secret: hmac_base64(secret, knock.body), HEADER)
    try:
        named = check(Named, load(knock.body))
    except Unreadable:
        return digest(knock.body)
    return named.event_id or digest(knock.body)
