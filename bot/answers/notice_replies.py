"""What is answered to the buttons under notices that are no questions of customers' own: paying, confirming, and how it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.parts.menu import PERSON
from bot.answers.parts.orders import meant_order, no_orders
from bot.domain.answer import Answer, Facts, Ref, Say, Value
from bot.domain.truth import awaits_confirmation

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.order import Order


def pay_order(facts: Facts) -> Answer:
    """Send the payment page; where there is none, a person helps."""
    order = meant_order(facts)
    if order is None:
        return no_orders()
    if order.payment in {"paid", "authorised"}:
        return Answer((Say("pay_order.paid", _about(order)),), order_id=order.id)
    if not order.payment_url:
        passed = Say("needs_person.passed_order", {**_about(order), "matter": Say("matter.payment_issue")})
        return Answer((passed,), flag="request", order_id=order.id)
    line = Say("pay_order.link", {**_about(order), "total": order.total})
    return Answer((line,), link=(order.payment_url, Say("notice.pay.button")), order_id=order.id)


def confirm_order(facts: Facts) -> Answer:
    """Note that an order is confirmed which is paid at the door; a person tells the store's system."""
    order = meant_order(facts)
    if order is None:
        return no_orders()
    if not awaits_confirmation(order):
        return Answer((Say("confirm_order.over", _about(order)),), order_id=order.id)
    return Answer((Say("confirm_order.thanks", _about(order)),), flag="request", order_id=order.id)


def review_good(_facts: Facts) -> Answer:
    """Be glad."""
    return Answer((Say("review.good"),))


def review_fine(_facts: Facts) -> Answer:
    """Take it to heart."""
    return Answer((Say("review.fine"),), (PERSON,))


def review_bad(facts: Facts) -> Answer:
    """Have a person make it good."""
    return Answer((Say("review.bad"),), flag="complaint", order_id=facts.order.id if facts.order else None)


def _about(order: Order) -> dict[str, Value]:
    return {"order": Ref(order.number)}


ANSWERS: dict[str, Callable[[Facts], Answer]] = {
    "pay_order": pay_order,
    "confirm_order": confirm_order,
    "review_good": review_good,
    "review_fine": review_fine,
    "review_bad": review_bad,
}
