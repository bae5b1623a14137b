"""Who sent this: whoever knows the secret, or signs with it.

The signature is made as Zoho Billing's instructions say (https://www.zoho.com/billing/kb/webhooks/securing-webhooks.html): the names and
values of the query, and those of a form, in order of their names, then a JSON body as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from bot.connectors.items import digest
from bot.connectors.signatures import demand, hmac_hex
from bot.connectors.tokens import demand_shared, given_token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.connectors.base import Knock

HEADER: Final = "X-Zoho-Webhook-Signature"
_FORM: Final = "application/x-www-form-urlencoded"


def verify(knock: Knock, secrets: Sequence[str]) -> str:
    """Return the hash of the body, for Zoho gives no id; raise ``Unauthenticated`` without the secret or a signature made with it."""
    headers = {name.lower(): value for name, value in knock.headers.items()}
    signature = headers.get(HEADER.lower())
    if given_token(knock) is not None or signature is None:
        demand_shared(knock, secrets)
    else:
        message = _message(knock, headers.get("content-type", ""))
        demand(signature.strip().lower(), secrets, lambda secret: hmac_hex(secret, message), HEADER)
    return digest(knock.body)


def _message(knock: Knock, content_type: str) -> bytes:
    pairs = list(knock.query.items())
    is_form = content_type.partition(";")[0].strip().lower() == _FORM
    if is_form:
        pairs += parse_qsl(knock.body.decode("utf-8", "replace"), keep_blank_values=True)
    text = "".join(name + value for name, value in sorted(pairs))
    return text.encode("utf-8", "surrogatepass") + (b"" if is_form else knock.body)
