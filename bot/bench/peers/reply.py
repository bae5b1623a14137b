"""What a peer needs to know to reply as Wasla does, without looking anything up and without a line of Wasla."""

from __future__ import annotations

GRAPH_VERSION = "v26.0"
HOOK = "/webhooks/whatsapp"
READY = "/readyz"

_FIRST_PHONE = 50_000_000
_FIRST_ORDER = 500_000
_COUNTRY = 4


def reply(wa_id: str) -> str:
    """Return the text that answers a customer of the measurements: as long as Wasla's, and about the right order.

    ``bot.bench.crowd`` numbers phones and orders alike.
    """
    order = _FIRST_ORDER + int(wa_id[_COUNTRY:]) - _FIRST_PHONE
    return (
        f"Your order {order} is on its way with SMSA 🚚\n\nLast scan: Riyadh, Tuesday 24 November, 10:36 AM.\n\n"
        f"The carrier hasn't given a delivery day yet.\n\nTracking number with SMSA: SM{wa_id[::-1]}"
    )
