"""17TRACK: parcels of more than two thousand carriers, told by webhooks with a keyed digest."""

from __future__ import annotations

from bot.connectors.base import Connector, Options
from bot.connectors.seventeentrack.mapping import parse
from bot.connectors.seventeentrack.split import split
from bot.connectors.seventeentrack.verify import verify

CONNECTOR: Connector[Options] = Connector(
    "seventeentrack",
    "17TRACK",
    "carrier",
    verify=verify,
    split=split,
    parse=parse,
    unconfirmed=(
        "No recorded webhook was at hand: bodies, statuses and carriers' numbers come from documentation and others' code.",
        "The header sign is taken as the SHA-256 of body, slash and API key.",
        "The tag is taken to be the order's number, as the shop registers it.",
    ),
)
