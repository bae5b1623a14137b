"""Salla: orders, parcels and invoices of shops on salla.sa."""

from __future__ import annotations

from bot.connectors.base import Connector
from bot.connectors.salla.client import complete, poll
from bot.connectors.salla.mapping import parse
from bot.connectors.salla.options import SallaOptions
from bot.connectors.salla.split import split
from bot.connectors.salla.verify import verify, wrong_secret

CONNECTOR: Connector[SallaOptions] = Connector(
    "salla",
    "Salla",
    "store",
    verify=verify,
    split=split,
    parse=parse,
    success=200,  # Salla repeats what is answered with any other status than 200 and 201.
    wrong_secret=wrong_secret,
    options=SallaOptions,
    complete=complete,
    poll=poll,
    unconfirmed=(
        "No recorded event was at hand: every shape comes from Salla's documentation and from public integrations.",
        "How Salla says what ZATCA made of an invoice, and whether the buyer is a business, is an assumption.",
        "That an order which is not waiting for its payment has been paid is an assumption; bank transfers are left open.",
        "An item's total is taken for that of the whole line.",
        "The date format that the list of orders filters by is an assumption.",
        "Where the API gives an invoice's PDF is not confirmed; without it an invoice has no document.",
        "Where an event names the amount of a refund is an assumption; without it the refund is told without its amount.",
        "Which fields of an installation and of a renewal hold the tokens comes from Salla's documentation alone.",
    ),
)
