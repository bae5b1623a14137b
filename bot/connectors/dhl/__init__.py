"""DHL: parcels of DHL Express, eCommerce, Parcel and the other divisions, told by the Unified Push API."""

from __future__ import annotations

from bot.connectors.base import Connector
from bot.connectors.dhl.client import complete
from bot.connectors.dhl.mapping import parse
from bot.connectors.dhl.options import DhlOptions
from bot.connectors.dhl.split import split
from bot.connectors.dhl.verify import verify
from bot.connectors.tokens import wrong_token

CONNECTOR: Connector[DhlOptions] = Connector(
    "dhl",
    "DHL",
    "carrier",
    verify=verify,
    split=split,
    parse=parse,
    wrong_secret=wrong_token,
    options=DhlOptions,
    complete=complete,
    unconfirmed=(
        "No recorded push was at hand: its form is that of the Unified Tracking API, and DHL says that divisions may send others.",
        "How a subscription is confirmed (subscription.validate, DHL-API-Hook-Secret) comes from others' code.",
        "Where the codes of DHL Express stand in a push, and some of their meanings, come from others' code.",
        "A time without an offset is taken as local time of the shop.",
    ),
)
