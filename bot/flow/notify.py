"""Which notices a change of an order makes: pure. Each stands in the ledger under its own key, so it is said once."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Final

from bot.domain.clock import SECOND
from bot.domain.conversation import conversation_id
from bot.domain.delivery import OutboxItem
from bot.domain.merge import milestones
from bot.domain.notice import AFTER_CANCELLATION, KINDS, Milestone, Notice, Skipped, ledger_key
from bot.domain.order import MOVING

if TYPE_CHECKING:
    from bot.domain.customer import Customer
    from bot.domain.order import Order
    from bot.domain.store import Store

# Long enough for what a store tells in one breath (created, paid, updated) to become one message, short for a courier on his way.
URGENT_DELAY: Final = 5 * SECOND
NOBODY: Final = "nobody"
SWITCHED_OFF: Final = "the store has switched this notice off"


def notices_of_change(before: Order, after: Order, now: int) -> tuple[Notice | Skipped, ...]:
    """Return what the customer is to be told of a change, in order of occurrence, and what is not said with its reason."""
    reached = sorted(milestones(before, after).items(), key=itemgetter(1))
    return tuple(_entry(after, milestone, subject, cycle, occurred_at, now) for (milestone, subject, cycle), occurred_at in reached)


def _entry(order: Order, milestone: Milestone, subject: str, cycle: int, occurred_at: int, now: int) -> Notice | Skipped:
    key = ledger_key(order.id, milestone, subject, cycle, order.customer_id or NOBODY)
    reason = _why_not(order, milestone, occurred_at, now)
    return Skipped(key, milestone, order.id, reason) if reason else Notice(key, milestone, order.id, subject, occurred_at)


def _why_not(order: Order, milestone: Milestone, occurred_at: int, now: int) -> str | None:
    """Return why a notice is not made; whether the store wants it, and the customer has agreed to it, is asked later."""
    if order.customer_id is None:
        return "the order has no customer whom WhatsApp could reach"
    if order.state == "cancelled" and milestone not in AFTER_CANCELLATION:
        return "the order has been cancelled"
    if now - occurred_at > KINDS[milestone].stale_after:
        return "it happened too long ago to be news"
    return None


def stuck_parcels(order: Order, silent_since: int, *, now: int = 0) -> tuple[Notice, ...]:
    """Return a notice for each parcel under way whose last scan is older than ``silent_since``; the key holds that scan.

    A parcel that moves again and falls silent again is a new case, one that stays silent is not. It is news as of ``now``.
    """
    if order.customer_id is None or order.state == "cancelled":
        return ()
    return tuple(
        Notice(ledger_key(order.id, "stuck", parcel.id, parcel.scan_at, order.customer_id), "stuck", order.id, parcel.id, now)
        for parcel in order.shipments
        if parcel.state in MOVING and parcel.scan_at is not None and parcel.scan_at < silent_since
    )


def outbox_item(
    item_id: str, notice: Notice, order: Order, customer: Customer, store: Store, now: int, *, language: str | None, delay: int = 0
) -> OutboxItem:
    """Return the outbox item of a notice; its words are chosen when it is sent.

    It is due after ``delay`` milliseconds, so that several notices of one order become one message; what is urgent waits less,
    and a question about how it was goes after everything else.
    """
    if KINDS[notice.milestone].urgent:
        delay = min(delay, URGENT_DELAY)
    return OutboxItem(
        id=item_id,
        kind="survey" if KINDS[notice.milestone].category == "marketing" else "notice",
        store_id=store.id,
        customer_id=customer.id,
        conversation_id=conversation_id(store.phone_number_id, customer.id),
        phone_number_id=store.phone_number_id,
        to=customer.address,
        created_at=now,
        due_at=now + delay,
        notice=notice,
        language=language or customer.language or store.language,
        order_id=order.id,
    )
