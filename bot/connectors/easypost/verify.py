"""Who sent this: EasyPost's keyed hash of the raw body (https://docs.easypost.com/guides/webhooks-guide)."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from bot.connectors.easypost.payloads import Named
from bot.connectors.items import digest
from bot.connectors.reading import check, load
from bot.connectors.signatures import demand, hmac_hex
from bot.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.connectors.base import Knock

HEADER = "X-Hmac-Signature"


def verify(knock: Knock, secrets: Sequence[str]) -> str:
    """Return the event's id, the same for every attempt to deliver it; raise ``Unauthenticated``.

    A body without one is known by its bytes.
    """
    demand(knock.headers.get(HEADER), secrets, lambda secret: sign(secret, knock.body), HEADER)
    try:
        named = check(Named, load(knock.body))
    except Unreadable:
        return digest(knock.body)
    return named.id or digest(knock.body)


def sign(secret: str, body: bytes) -> str:
    """Return the header that goes with a body; accented letters count by their parts, however they were typed (NFKD)."""
    return f"hmac-sha256-hex={hmac_hex(unicodedata.normalize('NFKD', secret), body)}"
