"""WooCommerce: orders with their refunds and parcels, from its webhooks and, because these come once or never, from its REST API."""

from __future__ import annotations

from bot.connectors.base import Connector
from bot.connectors.woocommerce.client import poll
from bot.connectors.woocommerce.mapping import parse
from bot.connectors.woocommerce.options import WooOptions
from bot.connectors.woocommerce.split import split
from bot.connectors.woocommerce.verify import greet, verify

CONNECTOR: Connector[WooOptions] = Connector(
    "woocommerce",
    "WooCommerce",
    "store",
    verify=verify,
    split=split,
    parse=parse,
    greet=greet,
    options=WooOptions,
    poll=poll,
    unconfirmed=(
        "Tracking numbers are read from the field _wc_shipment_tracking_items of two plugins, as public code uses it; none was seen.",
        "The language is read from the fields wpml_language and trp_language of two plugins; none was seen.",
        "What plugins call their own order statuses differs: say in the option statuses what yours mean.",
    ),
)
