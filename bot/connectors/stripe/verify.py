"""Who sent this: Stripe's signature over its time and the raw body (https://docs.stripe.com/webhooks#verify-manually).

The secret begins with ``whsec_`` like those of Standard Webhooks, but is used as it stands, and nothing of it is base64.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.connectors.items import digest
from bot.connectors.reading import check, load
from bot.connectors.signatures import hmac_hex, same
from bot.connectors.stripe.payloads import Event
from bot.domain.clock import SECOND
from bot.errors import Unauthenticated, Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.connectors.base import Knock

HEADER: Final = "Stripe-Signature"
TOLERANCE: Final = 300 * SECOND
_SECRET: Final = re.compile(r"whsec_[!-~]{16,200}")
_TIME: Final = re.compile(r"\d{1,12}", re.ASCII)


def verify(knock: Knock, secrets: Sequence[str]) -> str:
    """Return the event's id, the same for every attempt to deliver it; raise ``Unauthenticated``.

    A repetition is signed anew, so a signature that is more than five minutes old is somebody else's.
    """
    time, given = _parts(knock.headers.get(HEADER))
    if abs(int(time) * SECOND - knock.received_at) > TOLERANCE:
        raise Unauthenticated(f"{HEADER} is more than five minutes off: is the clock of this machine right?")
    message = time.encode() + b"." + knock.body
    fits = [same(one, hmac_hex(secret, message)) for one in given for secret in secrets if secret]
    if not any(fits):
        raise Unauthenticated(f"{HEADER} does not fit any secret of this store")
    return _event_id(knock.body)


def wrong_secret(secret: str) -> str | None:
    """Return what is expected of a secret, ``None`` when this may be one; API keys are none."""
    return None if _SECRET.fullmatch(secret) else "the signing secret of the webhook endpoint, which begins with whsec_"


def _parts(header: str | None) -> tuple[str, list[str]]:
    """Return the time and every signature of scheme ``v1``: while a secret is changed there are several."""
    if not header:
        raise Unauthenticated(f"{HEADER} is missing")
    pairs = [part.strip().partition("=") for part in header.split(",")]
    time = next((value for name, _, value in pairs if name == "t"), "")
    given = [value for name, _, value in pairs if name == "v1"]
    if not _TIME.fullmatch(time) or not given:
        raise Unauthenticated(f"{HEADER} has no time or no signature of scheme v1")
    return time, given


def _event_id(body: bytes) -> str:
    try:
        return check(Event, load(body)).id or digest(body)
    except Unreadable:
        return digest(body)
