"""Who sent this: a secret that was given to BigCommerce as a header of the webhook, or the signature by the app's client secret.

The signature is that of Standard Webhooks (https://www.standardwebhooks.com, specification 1.0), but the client secret is no base64:
its own bytes are the key. This is the only place that knows it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.connectors.bigcommerce.envelope import repeated_id
from bot.connectors.signatures import demand, hmac_base64, same
from bot.connectors.tokens import demand_shared, given_token
from bot.domain.clock import MINUTE, SECOND
from bot.errors import Unauthenticated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.connectors.base import Knock

_TOLERANCE: Final = 5 * MINUTE
_SECONDS: Final = re.compile(r"\d{1,12}", re.ASCII)
_ID: Final = re.compile(r"[!-~]{1,200}")
_VERSION: Final = "v1,"
_SECRET: Final = re.compile(r"[A-Za-z0-9_.~-]{24,200}")


def verify(knock: Knock, secrets: Sequence[str]) -> str:
    """Return an id that every attempt to deliver one event shares; raise ``Unauthenticated`` without secret or signature.

    The id is the ``webhook-id`` of what is signed, else made of the event's own hash and time.
    """
    if given_token(knock) is not None:
        demand_shared(knock, secrets)
        return repeated_id(knock.body)
    webhook_id, sent_at = knock.headers.get("webhook-id") or "", knock.headers.get("webhook-timestamp") or ""
    if not _ID.fullmatch(webhook_id) or not _SECONDS.fullmatch(sent_at):
        raise Unauthenticated("neither the secret header nor webhook-id and webhook-timestamp of a signature are there")
    if abs(knock.received_at - int(sent_at) * SECOND) > _TOLERANCE:
        raise Unauthenticated("webhook-timestamp is more than five minutes off")
    signed = b".".join((webhook_id.encode(), sent_at.encode(), knock.body))
    given = [item.removeprefix(_VERSION) for item in (knock.headers.get("webhook-signature") or "").split() if item.startswith(_VERSION)]
    demand(_fitting(given, secrets, signed), secrets, lambda secret: hmac_base64(secret, signed), "webhook-signature")
    return webhook_id


def wrong_secret(secret: str) -> str | None:
    """Return what is expected of a secret, ``None`` when this may be one."""
    return None if _SECRET.fullmatch(secret) else "the client secret of the app, or at least 24 random letters and digits (openssl rand -hex 24)"


def _fitting(given: Sequence[str], secrets: Sequence[str], signed: bytes) -> str | None:
    """Return the signature that one of the secrets makes, else the first, ``None`` without any; each is compared with each."""
    fitting = [one for one in given for secret in secrets if secret and same(one, hmac_base64(secret, signed))]
    return next(iter([*fitting, *given]), None)
