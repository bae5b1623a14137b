"""Who sent this: Salla's two security strategies (https://docs.salla.dev/421119m0, "Security Strategies")."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

from bot.connectors.reading import load
from bot.connectors.salla.payloads import named_in
from bot.connectors.signatures import demand, hmac_hex
from bot.errors import Unauthenticated, Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.connectors.base import Knock

_SIGNATURE: Final = "x-salla-signature"
_STRATEGY: Final = "x-salla-security-strategy"
_SECRET: Final = re.compile(r"[!-~]{16,200}")


def verify(knock: Knock, secrets: Sequence[str]) -> str:
    """Return the delivery's id: the shop, the event and the body's hash, for Salla gives its deliveries none.

    ``Signature``: ``X-Salla-Signature`` is the hexadecimal HMAC-SHA256 of the body. ``Token``: ``Authorization`` is the secret
    itself. An app without a strategy sends neither and is not let in. Raises ``Unauthenticated``.
    """
    headers = {name.lower(): value for name, value in knock.headers.items()}
    strategy = headers.get(_STRATEGY, "").strip().lower()
    if strategy == "signature" or _SIGNATURE in headers:
        given = headers.get(_SIGNATURE, "").strip().lower()
        demand(given, secrets, lambda secret: hmac_hex(secret, knock.body), "X-Salla-Signature")
    elif strategy == "token" or (not strategy and "authorization" in headers):
        demand(headers.get("authorization"), secrets, lambda secret: secret, "Authorization")
    else:
        raise Unauthenticated("Salla sends without any protection: choose the security strategy Signature in the app's webhook settings")
    return _delivery_id(knock.body)


def wrong_secret(secret: str) -> str | None:
    """Return what is expected of a secret, ``None`` when this may be one; the name of a strategy is none."""
    return None if _SECRET.fullmatch(secret) else "the webhook secret of the Salla app: at least 16 characters without spaces"


def _delivery_id(body: bytes) -> str:
    try:
        merchant, event = named_in(load(body))
    except Unreadable:
        merchant, event = "", ""
    return f"{merchant}:{event}:{hashlib.sha256(body).hexdigest()}"
