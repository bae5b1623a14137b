"""The generic door: Standard Webhooks, for every shop, carrier or script that has no connector of its own."""

from __future__ import annotations

from bot.connectors.standard.mapping import parse
from bot.connectors.standard.split import split
from bot.connectors.standard.verify import verify

__all__ = ["parse", "split", "verify"]
