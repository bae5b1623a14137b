"""The message may mean several things: the likeliest are offered as buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.answers.parts.menu import PERSON
from bot.answers.payloads import ask
from bot.domain.answer import Answer, Option, Say

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST: Final = 3
TITLES: Final[dict[str, str]] = {
    "account_help": "intent.account_help.button",
    "business_hours": "intent.business_hours.button",
    "cancel_order": "notice.cancel.button",
    "change_address": "intent.change_address.button",
    "change_language": "intent.change_language.button",
    "change_order": "intent.change_order.button",
    "complaint": "intent.complaint.button",
    "damaged_or_wrong_item": "intent.damaged_or_wrong_item.button",
    "exchange": "intent.exchange.button",
    "help_menu": "intent.help_menu.button",
    "invoice_request": "menu.invoice.button",
    "list_orders": "menu.orders.button",
    "missing_item": "intent.missing_item.button",
    "opt_in": "intent.opt_in.button",
    "opt_out": "intent.opt_out.button",
    "order_eta": "intent.order_eta.button",
    "order_status": "menu.track.button",
    "payment_issue": "intent.payment_issue.button",
    "payment_methods": "intent.payment_methods.button",
    "presales": "intent.presales.button",
    "refund_request": "intent.refund_request.button",
    "refund_status": "intent.refund_status.button",
    "return_policy": "intent.return_policy.button",
    "return_request": "intent.return_request.button",
    "shipping_options": "intent.shipping_options.button",
    "talk_to_human": "menu.person.button",
}


def answer(intents: Sequence[str]) -> Answer | None:
    """Ask which of some intents is meant, ``None`` when none of them has a name that can stand on a button."""
    options = tuple(Option(ask(intent), Say(TITLES[intent])) for intent in intents if intent in TITLES)[:MOST]
    person = (PERSON,) if len(options) < MOST and PERSON not in options else ()
    return Answer((Say("not_sure.which"),), (*options, *person)) if options else None
