"""Whether what a notice says is still so when its turn comes: pure, one rule per milestone.

For notices that events have made, ``milestones.still_news`` is the judge; here stands why, in words, and the rules of those that
jobs make. An invoice that may not be sent at the moment is neither true nor false: it waits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.milestones import FROM_EVENTS, news, still_news
from bot.domain.notice import AFTER_CANCELLATION, Milestone, Notice, ledger_key
from bot.domain.order import MOVING, TERMINAL, Order, Shipment

if TYPE_CHECKING:
    from collections.abc import Callable

OF_PARCEL: Final[frozenset[Milestone]] = frozenset((
    "shipped",
    "out_for_delivery",
    "ready_for_pickup",
    "delivered",
    "attempt_failed",
    "delayed",
    "on_hold",
    "exception",
    "stuck",
    "lost",
    "returning",
    "returned",
))  # fmt: skip
_ENDS: Final[frozenset[Milestone]] = frozenset(("delivered", "lost", "returned"))
_UNCONFIRMED: Final = frozenset(("received",))
_UNPAID: Final = frozenset(("pending", "failed"))
_OVERTAKEN: Final = "something newer has happened since"


def untrue(notice: Notice, order: Order) -> str | None:
    """Return why a notice is no longer true, ``None`` while it is."""
    if order.state == "cancelled" and notice.milestone not in AFTER_CANCELLATION:
        return "the order has been cancelled"
    if notice.milestone in {"invoice", "credit_note"}:
        return _paper(notice, order)
    if notice.milestone in OF_PARCEL and (gone := _parcel(notice, order)) is not None:
        return gone
    if notice.milestone in FROM_EVENTS:
        return None if _is_news(notice, order) else _because(notice, order)
    rule = _RULES.get(notice.milestone)
    return rule(notice, order) if rule else None


def held(notice: Notice, order: Order) -> str | None:
    """Return why an invoice may not be sent yet, ``None`` when it may."""
    papers = (paper for paper in order.invoices if paper.kind == notice.milestone and paper.number == notice.subject)
    return next((paper.held for paper in papers), None)


def awaits_payment(order: Order) -> bool:
    """Tell whether money is still to come before anything happens."""
    return order.payment in _UNPAID and not order.cash_on_delivery and order.state not in {"cancelled", "fulfilled", "closed"}


def awaits_confirmation(order: Order) -> bool:
    """Tell whether the customer is still to confirm that he will pay at the door."""
    return order.cash_on_delivery and order.state in _UNCONFIRMED and order.payment in _UNPAID and not order.shipments


def arrived_at(order: Order) -> int | None:
    """Return when the last parcel arrived, ``None`` while one is missing or where something went back or got lost."""
    if order.state == "cancelled" or order.payment in {"refunded", "partially_refunded"} or not order.shipments:
        return None
    if any(parcel.state != "delivered" or "returning" in parcel.flags for parcel in order.shipments):
        return None
    return max(parcel.state_at for parcel in order.shipments)


def _is_news(notice: Notice, order: Order) -> bool:
    """Judge by the key, which names the very attempt or day that is meant; one that somebody made up, by what it is about."""
    if notice.key.startswith(f"{order.id}:"):
        return still_news(order, notice)
    return (notice.milestone, notice.subject) in {(milestone, subject) for milestone, subject, _ in news(order)}


def _parcel(notice: Notice, order: Order) -> str | None:
    parcel = next((shipment for shipment in order.shipments if shipment.id == notice.subject), None)
    if parcel is None:
        return "the parcel is no longer part of the order"
    if parcel.state in TERMINAL and notice.milestone not in _ENDS:
        return "the parcel has arrived, or its journey has ended otherwise"
    return None


def _paper(notice: Notice, order: Order) -> str | None:
    papers = (paper for paper in order.invoices if paper.kind == notice.milestone and paper.number == notice.subject)
    return None if any(papers) else "the invoice is no longer part of the order"


def _because(notice: Notice, order: Order) -> str:
    if notice.milestone == "payment_failed" and order.payment in {"paid", "authorised"}:
        return "it has been paid meanwhile"
    if notice.milestone == "delayed":
        return "there is a newer day of arrival, or it is no longer late"
    parcel: Shipment | None = next((shipment for shipment in order.shipments if shipment.id == notice.subject), None)
    return f"the parcel is {parcel.state.replace('_', ' ')} by now" if parcel else _OVERTAKEN


def _payment_reminder(_notice: Notice, order: Order) -> str | None:
    return None if awaits_payment(order) else "it has been paid meanwhile, or nothing is to be paid any more"


def _cod_confirm(_notice: Notice, order: Order) -> str | None:
    return None if awaits_confirmation(order) else "there is nothing left to confirm"


def _stuck(notice: Notice, order: Order) -> str | None:
    """Judge silence by the scan that is part of the key: a later one has ended it."""
    silent = (parcel for parcel in order.shipments if parcel.id == notice.subject and parcel.state in MOVING and parcel.scan_at is not None)
    if any(notice.key.startswith(ledger_key(order.id, "stuck", parcel.id, parcel.scan_at or 0, "")) for parcel in silent):
        return None
    return "the parcel has moved again"


def _review(_notice: Notice, order: Order) -> str | None:
    return None if arrived_at(order) is not None else "the order has not arrived as a whole, or something of it went back"


_RULES: Final[dict[Milestone, Callable[[Notice, Order], str | None]]] = {
    "payment_reminder": _payment_reminder,
    "cod_confirm": _cod_confirm,
    "stuck": _stuck,
    "review": _review,
}
