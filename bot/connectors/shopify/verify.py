"""Who sent this: the base64 HMAC-SHA256 of the raw body by the app's client secret.

Rule: https://shopify.dev/docs/apps/build/webhooks/verify-deliveries. After the secret has been changed the old one may still sign
for an hour. Shopify's newer event deliveries carry the same headers without the ``X-`` prefix
(https://shopify.dev/docs/apps/build/events/verify-deliveries), so every header is looked up under both names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.connectors.items import digest
from bot.connectors.signatures import demand, hmac_base64

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.connectors.base import Knock

_SECRET = re.compile(r"[!-~]{16,200}")


def header(headers: Mapping[str, str], name: str) -> str | None:
    """Return a header of either family: ``Topic`` is ``X-Shopify-Topic`` or ``Shopify-Topic``."""
    return headers.get(f"X-Shopify-{name}") or headers.get(f"Shopify-{name}")


def topic_of(knock: Knock) -> str:
    """Return what the headers call the event, in lower case; what was kept aside remembers it."""
    return (knock.topic or header(knock.headers, "Topic") or "").strip().lower()


def verify(knock: Knock, secrets: Sequence[str]) -> str:
    """Return the webhook id, the same for every attempt to deliver one event; raise ``Unauthenticated`` otherwise."""
    demand(header(knock.headers, "Hmac-Sha256"), secrets, lambda secret: hmac_base64(secret, knock.body), "X-Shopify-Hmac-Sha256")
    return header(knock.headers, "Webhook-Id") or digest(topic_of(knock), knock.body)


def wrong_secret(secret: str) -> str | None:
    """Return what is expected of a secret, ``None`` when this may be one."""
    return None if _SECRET.fullmatch(secret) else "the app's client secret, or the key that Shopify shows under the webhooks in its settings"
