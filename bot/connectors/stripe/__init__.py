"""Stripe: invoices, credit notes, payments and refunds of orders that name themselves in Stripe's metadata."""

from __future__ import annotations

from bot.connectors.base import Connector
from bot.connectors.stripe.mapping import parse
from bot.connectors.stripe.options import StripeOptions
from bot.connectors.stripe.split import split
from bot.connectors.stripe.verify import verify, wrong_secret

CONNECTOR: Connector[StripeOptions] = Connector(
    "stripe",
    "Stripe",
    "invoicing",
    verify=verify,
    split=split,
    parse=parse,
    wrong_secret=wrong_secret,
    options=StripeOptions,
    unconfirmed=(
        "How Stripe counts the minor units of dinars and rials (thousandths, the last digit always 0) comes from its documentation.",
        "How long the address of an invoice's PDF is good for is not known; it is fetched at once.",
        "That credit notes carry the order's metadata only when they are given some is an assumption.",
    ),
)
