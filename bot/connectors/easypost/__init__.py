"""EasyPost: trackers of labels bought there or of any tracking number, told by signed events."""

from __future__ import annotations

from bot.connectors.base import Connector, Options
from bot.connectors.easypost.mapping import parse
from bot.connectors.easypost.split import split
from bot.connectors.easypost.verify import verify

CONNECTOR: Connector[Options] = Connector(
    "easypost",
    "EasyPost",
    "carrier",
    verify=verify,
    split=split,
    parse=parse,
    unconfirmed=(
        "The list of statuses and status details comes from documentation; recorded are pre_transit and in_transit.",
        "Scan times are taken as they are written; some carriers' local times may be marked as UTC.",
    ),
)
