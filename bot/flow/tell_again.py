"""Telling a customer something about an order because the store asks for it: again, or now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.domain.milestones import FROM_EVENTS, news
from bot.domain.notice import Notice, ledger_key
from bot.domain.privacy import is_erased
from bot.domain.truth import untrue
from bot.flow.batch import Queued, nobody_waits
from bot.flow.order_changes import Draft

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.delivery import OutboxItem
    from bot.domain.notice import Milestone
    from bot.domain.order import Order
    from bot.flow.order_changes import OrderChanges

MOST_TRIES: Final = 10


@dataclass(frozen=True, slots=True)
class Untold:
    """It is not told, and why; ``found`` is whether there is such an order at all."""

    reason: str
    found: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """``subject`` is a parcel's id, an invoice's number or a refund's id; ``None`` for all that the milestone is true of.

    ``request_id`` is the same when the same request is repeated.
    """

    order_id: str
    milestone: Milestone
    subject: str | None
    request_id: str


async def tell_again(db: Database, changes: OrderChanges, wanted: Wanted, now: int, queued: Queued = nobody_waits) -> list[OutboxItem] | Untold:
    """Commit notices as events do, each under a ledger key of its own, and return what will be sent; the last look decides as always.

    A request that is repeated after it was carried out makes nothing more.
    """
    for _ in range(MOST_TRIES):
        loaded = (await db.orders.load([wanted.order_id])).get(wanted.order_id)
        if loaded is None:
            return Untold("there is no such order", found=False)
        await db.orders.complete([loaded])
        notices = _notices(loaded.value, wanted)
        if isinstance(notices, Untold):
            return notices
        written, outbox = await changes.write([Draft(loaded.value, (), tuple(notices))], now, queued)
        if written:
            return outbox
    return Untold("others keep changing the order: try again")


def _notices(order: Order, wanted: Wanted) -> list[Notice] | Untold:
    if order.customer_id is None:
        return Untold("the order has no customer whom WhatsApp could reach: it came without a phone number")
    if is_erased(order.customer_id):
        return Untold("the customer of this order was erased")
    found = [_notice(order, wanted, subject, cycle) for subject, cycle in _subjects(order, wanted)]
    if not found:
        said = sorted(f"{milestone} ({subject})" if subject else milestone for milestone, subject, _ in news(order))
        return Untold(f"{wanted.milestone} is not true of this order as it stands; what is: {', '.join(said) or 'nothing'}")
    reasons = [untrue(notice, order) for notice in found]
    true = [notice for notice, reason in zip(found, reasons, strict=True) if reason is None]
    return true or Untold(next(reason for reason in reasons if reason is not None))


def _subjects(order: Order, wanted: Wanted) -> list[tuple[str, int]]:
    """Return what the notice can be about; of what only jobs find out, their own rule decides whether it is true."""
    if wanted.milestone not in FROM_EVENTS:
        return [(wanted.subject or "", 0)]
    reached = [(subject, cycle) for milestone, subject, cycle in news(order) if milestone == wanted.milestone]
    return [one for one in reached if wanted.subject in {None, one[0]}]


def _notice(order: Order, wanted: Wanted, subject: str, cycle: int) -> Notice:
    key = ledger_key(order.id, wanted.milestone, subject, cycle, order.customer_id or "")
    # Without an instant it never grows stale: whoever asks for it now knows how old it is.
    notice = Notice(key, wanted.milestone, order.id, subject)
    return replace(notice, key=f"{key}:again:{wanted.request_id}")
