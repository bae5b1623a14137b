"""Who sent this: whoever knows the secret in the address.

Adobe I/O signs with RSA, by a key that has to be fetched from it; that needs more than the standard library has, and says no more than
that some customer of Adobe sent it. The address is what Adobe shows to nobody but the one who registered it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.connectors.base import Reply
from bot.connectors.items import digest
from bot.connectors.signatures import demand_token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.connectors.base import Knock

# It becomes a part of the address, and nothing else protects the door.
_SECRET: Final = re.compile(r"[A-Za-z0-9_.~-]{24,200}")
_CHALLENGE: Final = re.compile(r"[\w.~-]{1,200}", re.ASCII)


def greet(knock: Knock, secrets: Sequence[str]) -> Reply | None:
    """Answer the question that comes before the first event, ``GET ?challenge=...``, with the challenge; ``None`` for an event.

    Rule: https://developer.adobe.com/events/docs/guides/. Raises ``Unauthenticated`` without the secret in the address.
    """
    if knock.method != "GET":
        return None
    demand_token(knock.token, secrets)
    challenge = knock.query.get("challenge", "")
    return Reply(200, challenge if _CHALLENGE.fullmatch(challenge) else "")


def verify(knock: Knock, secrets: Sequence[str]) -> str:
    """Return Adobe's id of the event, the same for every attempt to deliver it; raise ``Unauthenticated`` without the secret."""
    demand_token(knock.token, secrets)
    return knock.headers.get("x-adobe-event-id") or digest(knock.body)


def wrong_secret(secret: str) -> str | None:
    """Return what is expected of a secret, ``None`` when this may be one."""
    return None if _SECRET.fullmatch(secret) else "at least 24 random letters, digits, dashes or underscores (openssl rand -hex 24)"
