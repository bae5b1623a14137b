"""Who sent a webhook: Meta signs the raw bytes of every one of them with the secret of the app.

https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from bot.errors import Unauthenticated

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADER = "X-Hub-Signature-256"
_PREFIX = "sha256="


def sign(body: bytes, app_secret: str) -> str:
    """Return the value of the signature header for these bytes: ``sha256=`` and 64 hexadecimal digits."""
    return _PREFIX + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()


def verify(body: bytes, header: str | None, app_secrets: Sequence[str]) -> None:
    """Return when one of the secrets signed exactly these bytes; raise ``Unauthenticated`` otherwise.

    Several secrets serve one address while a secret is rotated or when stores have apps of their own. An empty secret
    never counts, because anybody can sign with it.
    """
    secrets = [secret for secret in app_secrets if secret.strip()]
    if not secrets:
        raise Unauthenticated("no app secret is set, so no webhook can be trusted")
    if header is None:
        raise Unauthenticated(f"the {HEADER} header is missing")
    claimed = header.encode("utf-8", "replace")
    matches = [hmac.compare_digest(claimed, sign(body, secret).encode()) for secret in secrets]
    if not any(matches):
        raise Unauthenticated(f"the {HEADER} header does not fit the body")


def appsecret_proof(access_token: str, app_secret: str) -> str:
    """Return the proof that a caller of the Graph API knows the app's secret and not only its token.

    https://developers.facebook.com/docs/graph-api/guides/secure-requests
    """
    return hmac.new(app_secret.encode(), access_token.encode(), hashlib.sha256).hexdigest()
