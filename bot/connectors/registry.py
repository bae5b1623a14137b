"""The connectors, one line each: their name is in the address ``/webhooks/<connector>/<store>`` and in ``wasla.toml``."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from bot.connectors import (
    aftership,
    aramex,
    bigcommerce,
    dhl,
    easypost,
    magento,
    odoo,
    salla,
    seventeentrack,
    shippo,
    shopify,
    standard,
    stripe,
    woocommerce,
    zid,
    zoho_books,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.connectors.base import Connector

# Each connector has options of its own kind, and knows what to do with them.
CONNECTORS: Mapping[str, Connector[Any]] = MappingProxyType(
    {
        connector.name: connector
        for connector in (
            aftership.CONNECTOR,
            aramex.CONNECTOR,
            bigcommerce.CONNECTOR,
            dhl.CONNECTOR,
            easypost.CONNECTOR,
            magento.CONNECTOR,
            odoo.CONNECTOR,
            salla.CONNECTOR,
            seventeentrack.CONNECTOR,
            shippo.CONNECTOR,
            shopify.CONNECTOR,
            standard.CONNECTOR,
            stripe.CONNECTOR,
            woocommerce.CONNECTOR,
            zid.CONNECTOR,
            zoho_books.CONNECTOR,
        )
    }
)
