"""Aramex: parcels that are asked about, since Aramex tells of its own accord only by agreement."""

from __future__ import annotations

from bot.connectors.aramex.client import poll
from bot.connectors.aramex.mapping import parse
from bot.connectors.aramex.options import AramexOptions
from bot.connectors.aramex.split import split
from bot.connectors.aramex.verify import verify
from bot.connectors.base import Connector
from bot.connectors.tokens import wrong_token

CONNECTOR: Connector[AramexOptions] = Connector(
    "aramex",
    "Aramex",
    "carrier",
    verify=verify,
    split=split,
    parse=parse,
    wrong_secret=wrong_token,
    options=AramexOptions,
    poll=poll,
    unconfirmed=(
        "No recorded answer was at hand: its form, its times and the address of the API come from others' code.",
        "What an update code means differs between accounts and is published nowhere; the words beside it go before it.",
        "How many parcels may be asked about at once is not known; 50 are.",
        "What Aramex sends by agreement is taken to have the form of its answers.",
    ),
)
