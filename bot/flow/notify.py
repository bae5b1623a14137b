"""Which notices a change of an order makes: pure. Each stands in the ledger under its own key, so it is said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.clock import DAY, HOUR
from bot.domain.conversation import conversation_id
from bot.domain.delivery import OutboxItem
from bot.domain.merge import milestones
from bot.domain.notice import Notice, Skipped, ledger_key
from bot.domain.order import MOVING

if TYPE_CHECKING:
    from bot.domain.customer import Customer
    from bot.domain.order import Order
    from bot.domain.store import Store

# Older news is recorded and not told: the customer has seen it elsewhere by then, or it is no longer true.
STALE_AFTER = {"shipped": 72 * HOUR, "stuck": 7 * DAY}


def notices_of_change(before: Order, after: Order, occurred_at: int, now: int) -> tuple[Notice | Skipped, ...]:
    """Return what the customer is to be told of a change, and what is not said with its reason."""
    found: list[Notice | Skipped] = []
    for milestone, parcel, cycle in milestones(before, after):
        key = ledger_key(after.id, milestone, parcel, cycle, after.customer_id or "nobody")
        reason = _why_not(after, milestone, occurred_at, now)
        found.append(Skipped(key, milestone, after.id, reason) if reason else Notice(key, milestone, after.id, parcel))
    return tuple(found)


def _why_not(order: Order, milestone: str, occurred_at: int, now: int) -> str | None:
    if order.customer_id is None:
        return "the order has no customer whom WhatsApp could reach"
    if order.state == "cancelled":
        return "the order has been cancelled"
    if now - occurred_at > STALE_AFTER[milestone]:
        return "it happened too long ago to be news"
    return None


def stuck_parcels(order: Order, silent_since: int) -> tuple[Notice, ...]:
    """Return a notice for each parcel under way whose last scan is older than ``silent_since``; the key holds that scan.

    A parcel that moves again and falls silent again is a new case, one that stays silent is not.
    """
    if order.customer_id is None or order.state == "cancelled":
        return ()
    return tuple(
        Notice(ledger_key(order.id, "stuck", parcel.id, parcel.scan_at, order.customer_id), "stuck", order.id, parcel.id)
        for parcel in order.shipments
        if parcel.state in MOVING and parcel.scan_at is not None and parcel.scan_at < silent_since
    )


def outbox_item(item_id: str, notice: Notice, order: Order, customer: Customer, store: Store, now: int, *, language: str | None) -> OutboxItem:
    """Return the outbox item of a notice; its words are chosen when it is sent."""
    return OutboxItem(
        id=item_id,
        kind="notice",
        store_id=store.id,
        customer_id=customer.id,
        conversation_id=conversation_id(store.phone_number_id, customer.id),
        phone_number_id=store.phone_number_id,
        to=customer.address,
        created_at=now,
        due_at=now,
        notice=notice,
        language=language or customer.language or store.language,
        order_id=order.id,
    )
