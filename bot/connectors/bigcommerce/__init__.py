"""BigCommerce: orders with their shipments and refunds. Its webhooks say which order, its REST API says the rest."""

from __future__ import annotations

from bot.connectors.base import Connector
from bot.connectors.bigcommerce.client import complete, poll
from bot.connectors.bigcommerce.mapping import parse
from bot.connectors.bigcommerce.options import BigCommerceOptions
from bot.connectors.bigcommerce.split import split
from bot.connectors.bigcommerce.verify import verify, wrong_secret

CONNECTOR: Connector[BigCommerceOptions] = Connector(
    "bigcommerce",
    "BigCommerce",
    "store",
    verify=verify,
    split=split,
    parse=parse,
    success=200,  # BigCommerce switches webhooks off, and shuts out whole domains, where answers are too often no success.
    wrong_secret=wrong_secret,
    options=BigCommerceOptions,
    complete=complete,
    poll=poll,
    unconfirmed=(
        "No recorded event was at hand: every shape comes from BigCommerce's documentation and from public integrations.",
        "Signatures are expected as Standard Webhooks prescribes, by the bytes of the app's client secret; a secret in a header needs none.",
        "What the ids of statuses mean, above all that orders awaiting fulfillment are no more than confirmed, is taken from documentation.",
        "That customer_locale is the language of the buyer is an assumption.",
        "Where an event about a transaction names its order is an assumption; both forms that are documented are read.",
    ),
)
