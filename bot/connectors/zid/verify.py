"""Who sent this. Zid signs nothing: whoever knows the secret is Zid, in the address or as the password that it was subscribed with."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Final

from bot.connectors.items import digest
from bot.connectors.signatures import demand_token
from bot.connectors.zid.envelope import topic_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.connectors.base import Knock

# It becomes a part of the address, and nothing else protects the door.
_SECRET: Final = re.compile(r"[A-Za-z0-9_.~-]{24,200}")


def verify(knock: Knock, secrets: Sequence[str]) -> str:
    """Return the delivery's id, the hash of topic and body, for Zid gives none; raise ``Unauthenticated`` without the secret.

    It is what follows the store in the address, else the password of ``Authorization: Basic`` (https://docs.zid.sa/create-a-webhook:
    ``username`` and ``password``), whatever the user name.
    """
    demand_token(knock.token if knock.token is not None else _password(knock), secrets)
    return digest(topic_of(knock), knock.body)


def wrong_secret(secret: str) -> str | None:
    """Return what is expected of a secret, ``None`` when this may be one."""
    return None if _SECRET.fullmatch(secret) else "at least 24 random letters, digits, dashes or underscores (openssl rand -hex 24)"


def _password(knock: Knock) -> str | None:
    headers = {name.lower(): value for name, value in knock.headers.items()}
    scheme, _, coded = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(coded.strip(), validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError):
        return None
