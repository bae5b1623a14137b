"""The generic door: Standard Webhooks, for every shop, carrier or script that has no connector of its own."""

from __future__ import annotations

from bot.connectors.base import Connector, Options
from bot.connectors.standard.mapping import parse
from bot.connectors.standard.split import split
from bot.connectors.standard.verify import verify, wrong_secret

CONNECTOR: Connector[Options] = Connector(
    "standard", "Standard Webhooks", "generic", verify=verify, split=split, parse=parse, wrong_secret=wrong_secret
)
