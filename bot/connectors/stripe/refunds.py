"""Refunds, told by the payment that they belong to or by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.connectors.base import Ignored
from bot.connectors.reading import check
from bot.connectors.stripe.minor_units import money_of
from bot.connectors.stripe.payloads import Before, Charge, Refund
from bot.connectors.times import first_instant
from bot.domain.store_event import RefundEvent

if TYPE_CHECKING:
    from bot.connectors.stripe.case import Case

# Nothing comes back of these. What is pending is on its way.
_NOTHING: Final = frozenset(("failed", "canceled"))


def refunds_of_charge(case: Case) -> tuple[RefundEvent, ...] | Ignored:
    """Return every refund of a payment, where Stripe lists them; newer versions of its API tell only how much went back since before."""
    charge = check(Charge, case.about)
    listed = charge.refunds.data if charge.refunds else ()
    if listed:
        events = tuple(_event(refund, charge.currency, case) for refund in listed if refund.status not in _NOTHING)
        return events or Ignored("none of its refunds was carried out")
    back = charge.amount_refunded - (check(Before, case.before).amount_refunded or 0)
    if back <= 0:
        return Ignored("nothing went back")
    # The sum so far tells one refund of a payment from the next, whoever repeats the event.
    return (RefundEvent(case.store_id, case.ref, case.at, f"{charge.id}:{charge.amount_refunded}", money_of(back, charge.currency)),)


def own_refund(case: Case) -> tuple[RefundEvent, ...] | Ignored:
    """Return a refund that names its order itself."""
    refund = check(Refund, case.about)
    if refund.status in _NOTHING:
        return Ignored(f"the refund is {refund.status}")
    return (_event(refund, refund.currency, case),)


def _event(refund: Refund, currency: str | None, case: Case) -> RefundEvent:
    occurred_at = first_instant((refund.created,), "UTC", case.at)
    return RefundEvent(case.store_id, case.ref, occurred_at, refund.id, money_of(refund.amount, refund.currency or currency))
