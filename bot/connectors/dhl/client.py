"""Confirming a subscription: DHL sends nothing to an address that has not said that it wants it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.connectors.dhl.envelope import VALIDATE, read
from bot.errors import FetchFailed

if TYPE_CHECKING:
    from bot.connectors.base import Call, Delivery
    from bot.connectors.dhl.options import DhlOptions

_SUBSCRIPTIONS: Final = "https://api-eu.dhl.com/tracking/push/v1/subscription"
_ID: Final = re.compile(r"/subscription/([A-Za-z0-9-]{1,100})/?$")
_FINE: Final = range(200, 300)
_BUSY: Final = (408, 429)
_BROKEN: Final = 500


async def complete(call: Call[DhlOptions], delivery: Delivery) -> Delivery:
    """Confirm a subscription that DHL asks about; everything else stays as it is. Raises ``Unreadable`` and ``FetchFailed``.

    Only DHL's own address is asked, whatever the push names: the API key goes with it.
    """
    push = read(delivery.body)
    found = _ID.search(str(push.fields.get("self") or ""))
    secret = push.fields.get("secret")
    if push.scope != VALIDATE or call.options.api_key is None or found is None or not isinstance(secret, str) or not secret.isascii():
        return delivery
    headers = {"DHL-API-Key": call.options.api_key.get_secret_value(), "DHL-API-Hook-Secret": secret}
    response = await call.fetch("POST", f"{_SUBSCRIPTIONS}/{found[1]}", headers=headers)
    if response.status not in _FINE:
        again = response.status in _BUSY or response.status >= _BROKEN
        raise FetchFailed(f"DHL did not accept the confirmation of a subscription (HTTP {response.status})", again=again)
    return delivery
