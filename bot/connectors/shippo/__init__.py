"""Shippo: parcels of labels bought there or of any tracking number, told by webhooks at an unguessable address."""

from __future__ import annotations

from bot.connectors.base import Connector
from bot.connectors.shippo.mapping import parse
from bot.connectors.shippo.options import ShippoOptions
from bot.connectors.shippo.split import split
from bot.connectors.shippo.verify import verify, wrong_secret

CONNECTOR: Connector[ShippoOptions] = Connector(
    "shippo",
    "Shippo",
    "carrier",
    verify=verify,
    split=split,
    parse=parse,
    wrong_secret=wrong_secret,
    options=ShippoOptions,
    unconfirmed=(
        "The form of the header Shippo-Auth-Signature comes from others' code; the secret address needs none of it.",
        "The codes of substatuses come from documentation.",
    ),
)
