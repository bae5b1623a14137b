"""The connectors, one line each: their name is in the address ``/webhooks/<connector>/<store>`` and in ``wasla.toml``."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from bot.connectors import aftership, easypost, salla, seventeentrack, shippo, shopify, standard, woocommerce, zid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.connectors.base import Connector

# Each connector has options of its own kind, and knows what to do with them.
CONNECTORS: Mapping[str, Connector[Any]] = MappingProxyType(
    {
        connector.name: connector
        for connector in (
            aftership.CONNECTOR,
            easypost.CONNECTOR,
            salla.CONNECTOR,
            seventeentrack.CONNECTOR,
            shippo.CONNECTOR,
            shopify.CONNECTOR,
            standard.CONNECTOR,
            woocommerce.CONNECTOR,
            zid.CONNECTOR,
        )
    }
)
