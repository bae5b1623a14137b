"""Magento Open Source and Adobe Commerce: orders with their shipments, refunds and invoices, from Adobe I/O Events and the REST API."""

from __future__ import annotations

from bot.connectors.base import Connector
from bot.connectors.magento.client import complete, poll
from bot.connectors.magento.mapping import parse
from bot.connectors.magento.options import MagentoOptions
from bot.connectors.magento.split import split
from bot.connectors.magento.verify import greet, verify
from bot.connectors.tokens import wrong_token

CONNECTOR: Connector[MagentoOptions] = Connector(
    "magento",
    "Magento / Adobe Commerce",
    "store",
    verify=verify,
    split=split,
    parse=parse,
    greet=greet,
    wrong_secret=wrong_token,
    options=MagentoOptions,
    complete=complete,
    poll=poll,
    unconfirmed=(
        "No recorded event was at hand but one with placeholders: every shape comes from Adobe's documentation and from public integrations.",
        "Adobe's own signature is not checked: the secret in the address is what protects the door.",
        "How Adobe I/O asks for the challenge and wraps an event is taken from its documentation; both wrappings that it shows are read.",
        "That an order whose total_due is 0 has been paid is an assumption.",
        "That a credit memo in the state 2 has been paid back is an assumption.",
        "The module in the manual has not been run in a shop.",
    ),
)
