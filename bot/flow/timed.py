"""Notices that the clock makes: reminders of payment, confirmations of cash on delivery, reviews. Pure.

``after`` is how long after its reason each is due, in milliseconds. Beyond the time in which it is news nothing is made, so that
switching a job on does not write to the customers of years. Every key is told once, however often a job runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.notice import KINDS, Milestone, Notice, ledger_key
from bot.domain.truth import arrived_at, awaits_confirmation, awaits_payment

if TYPE_CHECKING:
    from bot.domain.order import Order

_ONCE = 1


def payment_reminders(order: Order, now: int, *, after: int, times: int = 1) -> tuple[Notice, ...]:
    """Return the reminder of an order that waits for its payment: the first after ``after``, and so on up to ``times``."""
    if not awaits_payment(order) or after <= 0:
        return ()
    number = min((now - order.placed_at) // after, times)
    return _due(order, "payment_reminder", order.placed_at + number * after, now, number) if number > 0 else ()


def cod_confirmations(order: Order, now: int, *, after: int) -> tuple[Notice, ...]:
    """Return the question whether an order that is paid at the door is meant."""
    return _due(order, "cod_confirm", order.placed_at + after, now) if awaits_confirmation(order) else ()


def reviews(order: Order, now: int, *, after: int) -> tuple[Notice, ...]:
    """Return the question how an order was, once all of it has arrived; whether the customer agreed to it is asked when it is sent."""
    at = arrived_at(order)
    return _due(order, "review", at + after, now) if at is not None else ()


def _due(order: Order, milestone: Milestone, at: int, now: int, cycle: int = _ONCE) -> tuple[Notice, ...]:
    if order.customer_id is None or not at <= now <= at + KINDS[milestone].stale_after:
        return ()
    return (Notice(ledger_key(order.id, milestone, "", cycle, order.customer_id), milestone, order.id, "", at),)
