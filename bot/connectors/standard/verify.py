"""Who sent this: the Standard Webhooks signature (https://www.standardwebhooks.com, specification 1.0)."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING

from standardwebhooks import Webhook, WebhookVerificationError
from standardwebhooks.webhooks import EmptyWebhookSecretError

from bot.errors import Unauthenticated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.connectors.base import Knock

# A symmetric signature is 32 bytes in base64. What looks otherwise (``v1a`` of asymmetric keys, an empty item, a stray comma)
# is left out, because the package stops at the first item that it can't read instead of trying the next one.
_SIGNATURE = re.compile(r"v1,[A-Za-z0-9+/]{43}=")
_PREFIX = "whsec_"
_ID = re.compile(r"[!-~]{1,200}")


def verify(knock: Knock, secrets: Sequence[str]) -> str:
    """Return the ``webhook-id``, the same for every attempt to deliver one event; raise ``Unauthenticated`` otherwise.

    The body is taken as received, byte for byte. One good signature by one of ``secrets`` (``whsec_`` and base64) is
    enough, so that a secret can be changed while both are in use; without a secret nothing is let in. The ``webhook-timestamp``
    may be five minutes off, which is what the package allows.
    """
    found = {name.lower(): value for name, value in knock.headers.items()}
    webhook_id = found.get("webhook-id", "")
    if not _ID.fullmatch(webhook_id):
        raise Unauthenticated("webhook-id is missing, too long, or not plain ASCII without spaces")
    signed = {
        "webhook-id": webhook_id,
        "webhook-timestamp": found.get("webhook-timestamp", ""),
        "webhook-signature": " ".join(item for item in found.get("webhook-signature", "").split(" ") if _SIGNATURE.fullmatch(item)),
    }
    reasons = {_refusal(secret, knock.body, signed) for secret in secrets} or {"this store has no secret for it"}
    if None in reasons:
        return webhook_id
    raise Unauthenticated("; ".join(sorted(reason for reason in reasons if reason)))


def wrong_secret(secret: str) -> str | None:
    """Return what is expected of a secret of the specification, ``None`` when this is one: ``whsec_`` and base64 of at least a byte."""
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    return None if secret.startswith(_PREFIX) and key else "whsec_ followed by 24 to 64 random bytes in base64"


def _refusal(secret: str, body: bytes, signed: dict[str, str]) -> str | None:
    """Return why this secret does not vouch for the request, or ``None`` when it does."""
    try:
        Webhook(secret).verify(body, signed, json_parse=False)
    except EmptyWebhookSecretError:
        return "the secret is empty"
    except WebhookVerificationError as error:
        return str(error)
    except (ValueError, OverflowError):  # A secret that is not base64, a body that is not UTF-8, a timestamp out of range.
        return "secret, timestamp or body can't be read"
    return None
