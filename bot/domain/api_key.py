"""Keys of the REST API: what a program that has one may do, in one store."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final, Literal, get_args

Scope = Literal["orders:write", "orders:read", "events:write", "messages:send", "conversations:read", "costs:read"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
_PREFIX: Final = "wk_"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key without its secret, of which only the hash is kept. ``last_used_at`` is coarse: within the hour."""

    id: str
    store_id: str
    name: str
    scopes: tuple[Scope, ...]
    secret_hash: str
    created_at: int
    revoked_at: int | None = None
    last_used_at: int | None = None

    def opens_with(self, secret: str) -> bool:
        """Tell whether this secret is the key's, in constant time; nothing opens with a key that was revoked."""
        return hmac.compare_digest(self.secret_hash, hashed(secret)) and self.revoked_at is None


def hashed(secret: str) -> str:
    """Return a secret as it is kept.

    One round of SHA-256 is enough: the secret is 256 random bits, so there is no list of likely ones to try, which is what slow
    hashes are for, and every request pays for the hash.
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def token(key_id: str, secret: str) -> str:
    """Return what stands behind ``Bearer``: recognisable for secret scanners, and it names its key without giving it away."""
    return f"{_PREFIX}{key_id}_{secret}"


def read_token(text: str) -> tuple[str, str] | None:
    """Return the key's id and the secret of a token, ``None`` when it is none of ours."""
    key_id, _, secret = text.removeprefix(_PREFIX).partition("_")
    return (key_id, secret) if text.startswith(_PREFIX) and key_id.isalnum() and key_id.isascii() and secret else None
