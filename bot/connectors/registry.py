"""The connectors, one line each: their name is in the address ``/webhooks/<connector>/<store>`` and in ``wasla.toml``."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.connectors import standard
from bot.connectors.base import Connector

if TYPE_CHECKING:
    from collections.abc import Mapping

CONNECTORS: Mapping[str, Connector] = MappingProxyType(
    {
        "standard": Connector(standard.verify, standard.split, standard.parse),
    }
)
