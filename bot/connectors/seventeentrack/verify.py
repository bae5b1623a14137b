"""Who sent this: 17TRACK's digest of body and API key (https://api.17track.net/en/doc, section webhooks)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from bot.connectors.items import digest
from bot.connectors.signatures import demand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.connectors.base import Knock

HEADER = "sign"


def verify(knock: Knock, secrets: Sequence[str]) -> str:
    """Return a digest of the body, for 17TRACK gives no id; raise ``Unauthenticated``."""
    given = knock.headers.get(HEADER, "").strip().lower()
    demand(given, secrets, lambda secret: sign(secret, knock.body), HEADER)
    return digest(knock.body)


def sign(api_key: str, body: bytes) -> str:
    """Return the header that goes with a body: a plain SHA-256 of body, slash and key, in hexadecimal digits; no HMAC."""
    return hashlib.sha256(body + b"/" + api_key.encode()).hexdigest()
