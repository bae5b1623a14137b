"""Who sent this: DHL gives back the header and the token that the subscription was made with (``ApiKeyAuthentication``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.items import digest
from bot.connectors.tokens import demand_shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.connectors.base import Knock


def verify(knock: Knock, secrets: Sequence[str]) -> str:
    """Return the hash of the body, for DHL gives no id; raise ``Unauthenticated``."""
    demand_shared(knock, secrets)
    return digest(knock.body)
