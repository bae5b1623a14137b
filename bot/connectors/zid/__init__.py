"""Zid: orders, parcels and invoices of shops on zid.sa."""

from __future__ import annotations

from bot.connectors.base import Connector
from bot.connectors.zid.client import ZidOptions, poll
from bot.connectors.zid.mapping import parse
from bot.connectors.zid.split import split
from bot.connectors.zid.verify import verify, wrong_secret

CONNECTOR: Connector[ZidOptions] = Connector(
    "zid",
    "Zid",
    "store",
    verify=verify,
    split=split,
    parse=parse,
    wrong_secret=wrong_secret,
    options=ZidOptions,
    poll=poll,
    unconfirmed=(
        "No recorded event was at hand: every shape comes from Zid's documentation and from public integrations.",
        "Zid signs nothing; that it sends the user name and password of a subscription with every event is not confirmed.",
        "Whether an event is the order itself or wraps it is not confirmed: both are read.",
        "Which payment methods mean cash on delivery beside zid_cod is an assumption.",
        "That a refunded or reversed order has been paid back in full is an assumption; the amount is not told.",
    ),
)
