"""Keyed hashes over raw bodies, compared in constant time, with every secret that is in use tried."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

from bot.errors import Unauthenticated

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def hmac_hex(secret: str, message: bytes) -> str:
    """Return HMAC-SHA256 in lower-case hexadecimal digits."""
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def hmac_base64(secret: str, message: bytes) -> str:
    """Return HMAC-SHA256 in base64."""
    return base64.b64encode(hmac.new(secret.encode(), message, hashlib.sha256).digest()).decode()


def same(given: str, expected: str) -> bool:
    """Compare two texts in constant time, whatever characters a stranger has sent."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode("utf-8", "surrogatepass"))


def demand(given: str | None, secrets: Sequence[str], sign: Callable[[str], str], what: str) -> None:
    """Raise ``Unauthenticated`` unless one of the secrets makes what was given; ``what`` names it (a header) in the error.

    Every secret is tried, so that the time tells nothing; empty secrets and a store without any let nobody in.
    """
    if not given:
        raise Unauthenticated(f"{what} is missing")
    if not any([same(given, sign(secret)) for secret in secrets if secret]):  # noqa: C419 - all of them, so that the time tells nothing
        raise Unauthenticated(f"{what} does not fit any secret of this store")


def demand_token(token: str | None, secrets: Sequence[str]) -> None:
    """Raise ``Unauthenticated`` unless the address or a header carried one of the secrets itself."""
    demand(token, secrets, lambda secret: secret, "the secret part of the address")
