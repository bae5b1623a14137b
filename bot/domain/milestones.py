"""What of an order is news as it stands: the rule by which customers are told what happens to their orders.

News follows from the state alone (``news``), and all sources agree on the state in the end, whatever comes first, late or twice.
So they agree on the news as well. A change announces what is news after it and was not before (``milestones``); the ledger keeps
each from being said twice; and what is no longer news when its turn comes is not said any more (``still_news``). It follows that

- what a customer is told, if all of it is heard of before the first message goes, does not depend on who was faster;
- what has been overtaken is never said: a parcel of which we first hear that it has arrived was shipped silently;
- late and regressing reports say nothing, because they change no news.

Of each parcel the furthest step alone is news, beside what is wrong with it. Of the order itself it is the confirmation or the
preparation, until a parcel has left. Invoices, refunds, failed payments and a cancellation are news whatever else happens; after a
cancellation only invoices and refunds are. The number behind a subject is the cycle: what makes a second time another thing.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from bot.domain.clock import DAY, HOUR
from bot.domain.details import HEARD, Marks, invoice_mark, memory, payment_mark
from bot.domain.notice import Milestone, Notice, ledger_key
from bot.domain.order import MOVING, Order, Shipment, ShipmentFlag
from bot.domain.tracking import memory as parcel_memory
from bot.domain.tracking import out_since

if TYPE_CHECKING:
    from collections.abc import Iterator

Reached = tuple[Milestone, str, int]
# Where events lead; the others come from jobs, which look for themselves whether they are still true.
FROM_EVENTS: Final[frozenset[Milestone]] = frozenset((
    "confirmed",
    "payment_received",
    "payment_failed",
    "prepared",
    "shipped",
    "out_for_delivery",
    "ready_for_pickup",
    "delivered",
    "attempt_failed",
    "delayed",
    "on_hold",
    "exception",
    "lost",
    "returning",
    "returned",
    "invoice",
    "credit_note",
    "refunded",
    "cancelled",
))  # fmt: skip
CORRECTION_WITHIN: Final = 72 * HOUR
_CORRECTIONS: Final[tuple[ShipmentFlag, ...]] = ("exception", "attempt_failed")
_LEFT: Final[frozenset[str]] = MOVING | {"delivered", "returned", "lost"}
_ONCE: Final = 1
_NEVER: Final = -1


def milestones(before: Order, after: Order) -> dict[Reached, int]:
    """Return what may be worth a notice, as (milestone, subject, cycle): what is news after a change and was not before it, and since when."""
    known = news(before)
    return {reached: at for reached, at in news(after).items() if reached not in known}


def news(order: Order) -> dict[Reached, int]:
    """Return what is news of an order as it stands, and when each came to be so."""
    marks = memory(order)
    found = dict(_papers(order, marks)) | dict(_refunds(order, marks))
    if order.state == "cancelled":
        return found | {("cancelled", "", _ONCE): order.state_at}
    found |= dict(_payment(order, marks)) | (dict(_order(order)) if HEARD in marks else {})
    for parcel in order.shipments:
        found |= {(milestone, parcel.id, cycle): at for milestone, cycle, at in _parcel(parcel)}
    return found


def still_news(order: Order, notice: Notice) -> bool:
    """Tell whether a notice that was made earlier is still true; one that a job has made is for the job's own rule to judge."""
    if notice.milestone not in FROM_EVENTS:
        return True
    return any(notice.key.startswith(ledger_key(order.id, *reached, "")) for reached in news(order) if reached[0] == notice.milestone)


def corrections(before: Order, after: Order) -> tuple[str, ...]:
    """Return the parcels of which, soon after their delivery, something else is reported: nothing for a customer, but for a person."""
    return tuple(parcel for parcel in _corrected(after) if parcel not in _corrected(before))


def _corrected(order: Order) -> list[str]:
    return [
        parcel.id
        for parcel in order.shipments
        if parcel.state == "delivered"
        and any(parcel_memory(parcel)[flag] - parcel.state_at <= CORRECTION_WITHIN for flag in parcel.flags if flag in _CORRECTIONS)
    ]


def _papers(order: Order, marks: Marks) -> Iterator[tuple[Reached, int]]:
    """Invoices and credit notes that may be sent; the clearing of one that was held is what announces it."""
    for invoice in order.invoices:
        if invoice.held is None:
            cleared_at = marks.get(invoice_mark(invoice.number, "held"), invoice.issued_at)
            yield (invoice.kind, invoice.number, _ONCE), max(cleared_at, invoice.issued_at)


def _refunds(order: Order, marks: Marks) -> Iterator[tuple[Reached, int]]:
    """Each refund by its id; where the source only says that money went back, the part and the whole of it."""
    for refund in order.refunds:
        if refund.id:  # What was there before refunds had ids has been told as it was.
            yield ("refunded", refund.id, _ONCE), refund.at
    if not order.refunds and order.payment in {"partially_refunded", "refunded"}:
        yield ("refunded", "", _ONCE if order.payment == "partially_refunded" else _ONCE + 1), marks.get(payment_mark(order.payment), order.state_at)


def _payment(order: Order, marks: Marks) -> Iterator[tuple[Reached, int]]:
    """A failure until money comes; money that came after the order had been open, unless it is paid at the door."""
    if order.payment == "failed":
        yield ("payment_failed", "", _ONCE), marks.get(payment_mark("failed"), order.state_at)
    if order.payment != "paid" or order.cash_on_delivery:
        return
    fine = [marks[name] for name in map(payment_mark, ("authorised", "paid")) if name in marks]
    waiting = [marks[name] for name in map(payment_mark, ("pending", "failed")) if name in marks]
    open_since = min(waiting, default=marks.get(HEARD, _NEVER))
    if fine and open_since < min(fine):
        yield ("payment_received", "", _ONCE), marks.get(payment_mark("paid"), min(fine))


def _order(order: Order) -> Iterator[tuple[Reached, int]]:
    """The confirmation, then the preparation, whichever sign of it comes first; neither once a parcel has left.

    Asked of the parcels' memories and not of their states: a label that is called off takes nothing back.
    """
    memories = [parcel_memory(parcel) for parcel in order.shipments]
    if any(not _LEFT.isdisjoint(marks) for marks in memories):
        return
    signs = [marks["label_created"] for marks in memories if "label_created" in marks]
    if order.state in {"preparing", "ready"}:
        signs.append(order.state_at)
    if signs:
        yield ("prepared", "", _ONCE), min(signs)
    elif order.state in {"received", "confirmed"}:
        yield ("confirmed", "", _ONCE), order.placed_at


def _parcel(parcel: Shipment) -> Iterator[tuple[Milestone, int, int]]:
    """The furthest step of a parcel and what is wrong with it, as (milestone, cycle, since when)."""
    marks = parcel_memory(parcel)
    if parcel.state == "delivered":
        # What goes back to the shop is delivered there, and that is no news for the customer.
        if marks.get("returning", parcel.state_at + 1) > parcel.state_at:
            yield "delivered", _ONCE, parcel.state_at
    elif parcel.state in {"returned", "lost"}:
        yield ("returned" if parcel.state == "returned" else "lost"), _ONCE, parcel.state_at
    elif "returning" in marks:
        yield "returning", _ONCE, marks["returning"]
    # A label that was called off on a parcel that moves all the same: only its arrival is told.
    elif "cancelled" not in marks:
        yield from _under_way(parcel, marks)


def _under_way(parcel: Shipment, marks: Marks) -> Iterator[tuple[Milestone, int, int]]:
    near = max(marks.get("out_for_delivery", _NEVER), marks.get("available_for_pickup", _NEVER))
    failed_at = marks.get("attempt_failed", _NEVER)
    if failed_at != _NEVER and failed_at >= near:
        # One attempt a day: two sources tell of the same one some minutes apart.
        yield "attempt_failed", failed_at // DAY, failed_at
    elif parcel.state == "out_for_delivery":
        yield "out_for_delivery", out_since(marks) // DAY, parcel.state_at
    elif parcel.state == "available_for_pickup":
        yield "ready_for_pickup", _ONCE, parcel.state_at
    elif parcel.state in MOVING and near == _NEVER and "lost" not in marks:
        yield "shipped", _ONCE, parcel.state_at
    if "delayed" in parcel.flags:
        yield "delayed", _day_number(parcel.eta), marks["delayed"]
    if "on_hold" in parcel.flags:
        yield "on_hold", _ONCE, marks["on_hold"]
    if "exception" in parcel.flags:
        yield "exception", _ONCE, marks["exception"]


def _day_number(eta: str | None) -> int:
    """Return a number for the new day of arrival, so that another day is another message; 0 when none was given."""
    try:
        return date.fromisoformat((eta or "")[:10]).toordinal()
    except ValueError:
        return 0
