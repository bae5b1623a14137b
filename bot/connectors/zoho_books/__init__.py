"""Zoho Books: invoices and credit notes, told by the webhooks of workflow rules."""

from __future__ import annotations

from bot.connectors.base import Connector
from bot.connectors.tokens import wrong_token
from bot.connectors.zoho_books.mapping import parse
from bot.connectors.zoho_books.options import ZohoOptions
from bot.connectors.zoho_books.split import split
from bot.connectors.zoho_books.verify import verify

CONNECTOR: Connector[ZohoOptions] = Connector(
    "zoho_books",
    "Zoho Books",
    "invoicing",
    verify=verify,
    split=split,
    parse=parse,
    wrong_secret=wrong_token,
    options=ZohoOptions,
    unconfirmed=(
        "No recorded webhook was at hand: fields and statuses come from the documentation of Zoho's API.",
        "How X-Zoho-Webhook-Signature is made comes from Zoho Billing's instructions; the secret address needs none of it.",
        "Where the Saudi edition says what ZATCA made of an invoice is an assumption, and so are the words for it.",
        "That a buyer is a business is read from the tax treatment.",
    ),
)
