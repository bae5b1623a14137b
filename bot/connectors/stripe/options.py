"""What a shop decides about its Stripe connector."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.connectors.base import Options

DEFAULT_KEY = "order_id"


class StripeOptions(Options):
    """Everything may be left out."""

    order_key: str = Field(DEFAULT_KEY, min_length=1, description="the key of Stripe's metadata under which the shop writes the order's id or number")
    refunds: Literal["charge", "refund"] = Field(
        "charge",
        description='which event tells of refunds: "charge" (charge.refunded, of the payment) or "refund" (refund.created and its own)',
    )
    test_events: bool = Field(default=False, description="whether events of Stripe's test mode count; without it they are ignored")
