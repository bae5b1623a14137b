"""Who sent this: the base64 HMAC-SHA256 of the raw body, and the unsigned ping that comes before the first delivery.

Rule: ``WC_Webhook`` in WooCommerce's source (``includes/class-wc-webhook.php``).
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from bot.connectors.base import Reply
from bot.connectors.items import digest
from bot.connectors.signatures import demand, hmac_base64

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.connectors.base import Knock

_SIGNATURE: Final = "X-WC-Webhook-Signature"
_PING: Final = re.compile(rb"webhook_id=\d{1,20}")
# What wp_specialchars_decode with ENT_QUOTES undoes, in one pass; zeros may stand before the figures.
_ENTITY: Final = re.compile(r"&(?:amp|lt|gt|quot|#0*(?:38|39|34|60|62)|#x0*(?:26|27|22|3c|3e));", re.IGNORECASE)


def topic_of(knock: Knock) -> str:
    """Return what the headers call the event, in lower case; what was kept aside remembers it."""
    return (knock.topic or knock.headers.get("X-WC-Webhook-Topic") or "").strip().lower()


def greet(knock: Knock, secrets: Sequence[str]) -> Reply | None:  # noqa: ARG001 - the ping is unsigned
    """Answer the ping of a new webhook, exactly 200, or it is not switched on; ``None`` for everything else.

    A ping is a form with nothing in it but ``webhook_id``; nothing is kept of it, so that its sender need not be known.
    """
    unsigned = _SIGNATURE not in knock.headers
    return Reply(200) if knock.method == "POST" and unsigned and _PING.fullmatch(knock.body) else None


def verify(knock: Knock, secrets: Sequence[str]) -> str:
    """Return an id that a repeat of the same delivery shares; raise ``Unauthenticated`` for what is not signed.

    WooCommerce's own delivery id is made of webhook and second, so orders that change within one second share it; it is told apart
    by the body, which holds the order's id.
    """
    demand(knock.headers.get(_SIGNATURE), secrets, lambda secret: hmac_base64(decoded(secret), knock.body), _SIGNATURE)
    delivery = knock.headers.get("X-WC-Webhook-Delivery-ID") or knock.headers.get("X-WC-Delivery-ID") or ""
    return digest(knock.headers.get("X-WC-Webhook-ID") or "", delivery, topic_of(knock), knock.body)


def decoded(secret: str) -> str:
    """Return a secret as WooCommerce signs with it: the HTML entities of ``&``, ``<``, ``>`` and quotes are undone, once."""
    return _ENTITY.sub(lambda found: unescape(found[0].lower()), secret)
