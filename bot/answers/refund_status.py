"""Where the money is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.parts.menu import PERSON
from bot.answers.parts.orders import no_orders
from bot.answers.parts.people import hours
from bot.answers.payloads import MAX_PAYLOAD, choose
from bot.domain.answer import Answer, Facts, Option, Ref, Say, Value
from bot.language.when import when_at

if TYPE_CHECKING:
    from bot.domain.order import Order

_INTENT = "refund_request"


def answer(facts: Facts) -> Answer:
    """Tell what has been refunded and when, that it is being looked at, or that nothing has been and how to ask for it."""
    order = facts.order or next((order for order in facts.orders if _refunded(order)), None)
    if order is not None and _refunded(order):
        return Answer((*_told(order, facts), Say("refund_status.bank")), (PERSON,), order_id=order.id)
    asked = next(
        (one for one in facts.requests if one.pending and one.kind in {"refund", "return"} and (order is None or one.order_id == order.id)), None
    )
    if asked is not None:
        return Answer((Say("refund_status.being_looked_at"), *hours(facts)), (PERSON,), order_id=asked.order_id)
    order = order or next(iter(facts.orders), None)
    if order is None:
        return no_orders()
    fits = len(order.id) + len(_INTENT) + len("order:|") <= MAX_PAYLOAD
    offer = (Option(choose(order.id, _INTENT), Say("intent.refund_request.button")),) if fits else ()
    return Answer((Say("refund_status.none", {"order": Ref(order.number)}),), (*offer, PERSON), order_id=order.id)


def _refunded(order: Order) -> bool:
    return bool(order.refunds) or order.payment in {"refunded", "partially_refunded"} or (order.refunded is not None and order.refunded.minor > 0)


def _told(order: Order, facts: Facts) -> tuple[Say, ...]:
    number: dict[str, Value] = {"order": Ref(order.number)}
    lines = tuple(
        Say("refund_status.refund", {**number, "amount": refund.amount, "when": when_at(refund.at, facts.now, facts.store)})
        for refund in order.refunds
        if refund.amount is not None
    )
    if lines:
        return lines
    amount = order.refunded or (order.total if order.payment == "refunded" else None)
    return (Say("refund_status.refund_some_time", {**number, "amount": amount}),) if amount else (Say("refund_status.part", number),)
