"""AfterShip Tracking: parcels of more than a thousand carriers, told by signed webhooks."""

from __future__ import annotations

from bot.connectors.aftership.mapping import parse
from bot.connectors.aftership.split import split
from bot.connectors.aftership.verify import verify
from bot.connectors.base import Connector, Options

CONNECTOR: Connector[Options] = Connector(
    "aftership",
    "AfterShip",
    "carrier",
    verify=verify,
    split=split,
    parse=parse,
    unconfirmed=(
        "The field that holds the new day of arrival in an edd_revise webhook is taken from the documentation.",
        "A checkpoint's time without an offset is taken as local time of the shop.",
    ),
)
