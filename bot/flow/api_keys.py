"""Making keys of the REST API."""

from __future__ import annotations

from secrets import token_hex, token_urlsafe
from typing import TYPE_CHECKING, Final

from bot.domain.api_key import ApiKey, hashed, token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.api_key import Scope

LONGEST_NAME: Final = 80
_ID_BYTES: Final = 5
_SECRET_BYTES: Final = 32


def new_key(store_id: str, name: str, scopes: Sequence[Scope], now: int) -> tuple[ApiKey, str]:
    """Return a key to keep, and the token that opens with it, which can't be shown again."""
    secret = token_urlsafe(_SECRET_BYTES)
    key = ApiKey(token_hex(_ID_BYTES), store_id, name, tuple(scopes), hashed(secret), now)
    return key, token(key.id, secret)
