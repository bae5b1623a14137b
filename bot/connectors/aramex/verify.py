"""Who sent this. Nothing is known of a signature: whoever knows the secret part of the address is Aramex."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.items import digest
from bot.connectors.tokens import demand_shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.connectors.base import Knock


def verify(knock: Knock, secrets: Sequence[str]) -> str:
    """Return the hash of the body; raise ``Unauthenticated``."""
    demand_shared(knock, secrets)
    return digest(knock.body)
