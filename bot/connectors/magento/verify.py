"""Who sent this: whoever knows the secret, in the address or in a header.

Adobe I/O signs with RSA, by keys that have to be fetched from it, which takes more than the standard library has. The address is known
to nobody but Adobe and the one who registered it there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.connectors.base import Reply
from bot.connectors.items import digest
from bot.connectors.tokens import demand_shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.connectors.base import Knock

_CHALLENGE: Final = re.compile(r"[\w.~-]{1,200}", re.ASCII)


def greet(knock: Knock, secrets: Sequence[str]) -> Reply | None:
    """Answer the question that comes before the first event, ``GET ?challenge=...``, with the challenge; ``None`` for an event.

    Rule: https://developer.adobe.com/events/docs/guides/. Raises ``Unauthenticated`` without the secret in the address.
    """
    if knock.method != "GET":
        return None
    demand_shared(knock, secrets)
    challenge = knock.query.get("challenge", "")
    return Reply(200, challenge if _CHALLENGE.fullmatch(challenge) else "")


def verify(knock: Knock, secrets: Sequence[str]) -> str:
    """Return Adobe's id of the event, the same for every attempt to deliver it; raise ``Unauthenticated`` without the secret."""
    demand_shared(knock, secrets)
    return knock.headers.get("x-adobe-event-id") or digest(knock.body)
