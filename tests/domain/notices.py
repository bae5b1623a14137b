"""An order for every milestone, in the state in which its notice is true, and that notice."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.clock import DAY, HOUR, parse_instant
from bot.domain.milestones import FROM_EVENTS, news
from bot.domain.money import Money
from bot.domain.notice import KINDS, Milestone, Notice, ledger_key
from bot.domain.order import Invoice, Order, Refund, Shipment

NOW = parse_instant("2026-11-24T12:00:00+03:00")
TOTAL = Money(25900, "SAR")
PARCEL = Shipment(
    "1234AB",
    "in_transit",
    NOW - DAY,
    carrier="Aramex",
    tracking_number="12 34-ab",
    tracking_url="https://aramex.example/1",
    scan_at=NOW - 5 * DAY,
    eta="2026-11-26",
)
PLAIN = Order("noura:1", "noura", "#1001", NOW - 6 * DAY, "confirmed", "paid", TOTAL, customer_id="cu:sara", state_at=NOW - HOUR, country="SA")
SHIPPED = replace(PLAIN, state="fulfilled", shipments=(PARCEL,))
PAPER = Invoice("INV-7", NOW - HOUR, TOTAL)
_PAID_LATER = (("heard", NOW - DAY), ("payment:paid", NOW - HOUR), ("payment:pending", NOW - DAY))


def _parcel(**changes: object) -> Order:
    return replace(SHIPPED, shipments=(replace(PARCEL, **changes),))  # type: ignore[arg-type] # a test names real fields


ORDERS: dict[Milestone, Order] = {
    "confirmed": PLAIN,
    "payment_received": replace(PLAIN, marks=_PAID_LATER),
    "payment_failed": replace(PLAIN, payment="failed", payment_url="https://shop.example/pay/1"),
    "payment_reminder": replace(PLAIN, payment="pending", payment_url="https://shop.example/pay/1"),
    "cod_confirm": replace(PLAIN, state="received", payment="pending", cash_on_delivery=True),
    "prepared": replace(PLAIN, state="preparing"),
    "shipped": SHIPPED,
    "out_for_delivery": _parcel(state="out_for_delivery"),
    "ready_for_pickup": _parcel(state="available_for_pickup"),
    "delivered": _parcel(state="delivered"),
    "attempt_failed": _parcel(flags=("attempt_failed",)),
    "delayed": _parcel(flags=("delayed",)),
    "on_hold": _parcel(flags=("on_hold",)),
    "exception": _parcel(flags=("exception",)),
    "stuck": SHIPPED,
    "lost": _parcel(state="lost"),
    "returning": _parcel(flags=("returning",)),
    "returned": _parcel(state="returned"),
    "invoice": replace(PLAIN, invoices=(PAPER,)),
    "credit_note": replace(PLAIN, invoices=(replace(PAPER, kind="credit_note", number="CN-3"),)),
    "refunded": replace(PLAIN, payment="partially_refunded", refunds=(Refund("r1", NOW - HOUR, Money(5900, "SAR")),)),
    "cancelled": replace(PLAIN, state="cancelled"),
    "review": _parcel(state="delivered"),
}
MILESTONES: tuple[Milestone, ...] = tuple(KINDS)


def notice_of(milestone: Milestone, order: Order | None = None, occurred_at: int = NOW - HOUR) -> Notice:
    """Return the notice that events or a job would have made of an order."""
    order = order or ORDERS[milestone]
    _, subject, cycle = next(reached for reached in [*news(order), *_by_jobs(order)] if reached[0] == milestone)
    return Notice(ledger_key(order.id, milestone, subject, cycle, order.customer_id or "nobody"), milestone, order.id, subject, occurred_at)


def _by_jobs(order: Order) -> list[tuple[Milestone, str, int]]:
    silent: list[tuple[Milestone, str, int]] = [("stuck", parcel.id, parcel.scan_at or 0) for parcel in order.shipments]
    return [*silent, ("payment_reminder", "", 1), ("cod_confirm", "", 1), ("review", "", 1)]


def by_events(milestone: Milestone) -> bool:
    """Tell whether events lead to a milestone, and not a job."""
    return milestone in FROM_EVENTS
