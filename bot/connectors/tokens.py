"""Systems that can't sign: whoever knows the secret is let in. It stands in the address, in a header of our own or in the query."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.connectors.signatures import demand_token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.connectors.base import Knock

HEADER: Final = "X-Wasla-Token"
# It may become a part of an address, and nothing else protects the door.
_TOKEN: Final = re.compile(r"[A-Za-z0-9_.~-]{24,200}")


def given_token(knock: Knock) -> str | None:
    """Return what a request gives as its secret: after the store in the address, in ``X-Wasla-Token``, or as ``?token=``."""
    header = next((value for name, value in knock.headers.items() if name.lower() == HEADER.lower()), None)
    return knock.token or header or knock.query.get("token")


def demand_shared(knock: Knock, secrets: Sequence[str]) -> None:
    """Raise ``Unauthenticated`` unless a request gives one of the secrets."""
    demand_token(given_token(knock), secrets)


def wrong_token(secret: str) -> str | None:
    """Return what is expected of such a secret, ``None`` when this may be one."""
    return None if _TOKEN.fullmatch(secret) else "at least 24 random letters, digits, dashes or underscores (openssl rand -hex 24)"
