"""Words for states, read whatever their case and separators."""

from __future__ import annotations

import re
from typing import Final, get_args

from bot.domain.order import OrderState, PaymentState, ShipmentFlag, ShipmentState

_SEPARATORS = re.compile(r"[^a-z]+")


def word(text: str) -> str:
    """Return the form in which ``out_for_delivery``, ``Out for delivery`` and ``OutForDelivery`` meet."""
    return _SEPARATORS.sub("", text.casefold())


SHIPMENT: Final[dict[str, ShipmentState]] = {
    **{word(state): state for state in get_args(ShipmentState)},
    # An update without a status brings details, such as the tracking number or a new day of arrival.
    "updated": "unknown",
    "created": "label_created",
    "inforeceived": "label_created",
    "pretransit": "label_created",
    "shipped": "in_transit",
    "transit": "in_transit",
    "readyforpickup": "available_for_pickup",
    "canceled": "cancelled",
}
FLAG: Final[dict[str, ShipmentFlag]] = {
    **{word(flag): flag for flag in get_args(ShipmentFlag)},
    "attempteddelivery": "attempt_failed",
    "attemptfail": "attempt_failed",
    "customs": "on_hold",
    "failure": "exception",
    "returntosender": "returning",
}
ORDER: Final[dict[str, OrderState]] = {
    **{word(state): state for state in get_args(OrderState)},
    "created": "received",
    "placed": "received",
    "processing": "preparing",
    "completed": "fulfilled",
    "canceled": "cancelled",
}
PAYMENT: Final[dict[str, PaymentState]] = {
    **{word(state): state for state in get_args(PaymentState)},
    "unpaid": "pending",
    "authorized": "authorised",
}
