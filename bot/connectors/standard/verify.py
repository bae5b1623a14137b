"""Who sent this: the Standard Webhooks signature (https://www.standardwebhooks.com, specification 1.0)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from standardwebhooks import Webhook, WebhookVerificationError
from standardwebhooks.webhooks import EmptyWebhookSecretError

from bot.errors import Unauthenticated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# A symmetric signature is 32 bytes in base64. What looks otherwise (``v1a`` of asymmetric keys, an empty item, a stray comma)
# is left out, because the package stops at the first item that it can't read instead of trying the next one.
_SIGNATURE = re.compile(r"v1,[A-Za-z0-9+/]{43}=")
_ID = re.compile(r"[!-~]{1,200}")


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> str:
    """Return the ``webhook-id``, the same for every attempt to deliver one event; raise ``Unauthenticated`` otherwise.

    ``body`` is the request as received, byte for byte. One good signature by one of ``secrets`` (``whsec_`` and base64) is
    enough, so that a secret can be changed while both are in use; without a secret nothing is let in. The ``webhook-timestamp``
    may be five minutes off, which is what the package allows.
    """
    found = {name.lower(): value for name, value in headers.items()}
    webhook_id = found.get("webhook-id", "")
    if not _ID.fullmatch(webhook_id):
        raise Unauthenticated("webhook-id is missing, too long, or not plain ASCII without spaces")
    signed = {
        "webhook-id": webhook_id,
        "webhook-timestamp": found.get("webhook-timestamp", ""),
        "webhook-signature": " ".join(item for item in found.get("webhook-signature", "").split(" ") if _SIGNATURE.fullmatch(item)),
    }
    reasons = {_refusal(secret, body, signed) for secret in secrets} or {"this store has no secret for it"}
    if None in reasons:
        return webhook_id
    raise Unauthenticated("; ".join(sorted(reason for reason in reasons if reason)))


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
