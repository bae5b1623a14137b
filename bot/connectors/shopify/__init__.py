"""Shopify: orders, fulfillments and refunds from its webhooks, and from its Admin API where the webhooks say too little."""

from __future__ import annotations

from bot.connectors.base import Connector
from bot.connectors.shopify.client import complete, poll
from bot.connectors.shopify.mapping import parse
from bot.connectors.shopify.options import ShopifyOptions
from bot.connectors.shopify.split import split
from bot.connectors.shopify.verify import verify, wrong_secret

CONNECTOR: Connector[ShopifyOptions] = Connector(
    "shopify",
    "Shopify",
    "store",
    verify=verify,
    split=split,
    parse=parse,
    wrong_secret=wrong_secret,
    options=ShopifyOptions,
    complete=complete,
    poll=poll,
    unconfirmed=(
        "Which of a fulfillment's several tracking numbers a status is about is not documented: only that they left is believed.",
        "A status picked_up of a fulfillment without a tracking number is taken for the customer's own collection.",
        "Deliveries of Shopify's newer event system (headers without X-) are verified; their bodies are in preview and were not seen.",
    ),
)
