"""What the operations of the API work with, and how they hand in what they are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from bot.domain.names import order_name
from bot.domain.order import order_id
from bot.errors import Unreadable
from bot.flow.hand_in import Uninteresting, event_item
from bot.web.api.operations import Answer
from bot.web.api.problems import NOT_FOUND, Problem, invalid

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.cost import PriceTable
    from bot.domain.inbox import InboxItem
    from bot.domain.order import Order
    from bot.domain.store import Store
    from bot.flow.batch import Queued
    from bot.flow.order_changes import OrderChanges
    from bot.flow.receive import Receiver


@dataclass(frozen=True, slots=True)
class Office:
    """The database, the way in (``receiver``), the way out (``queued`` gets what is to be sent), and what messages cost."""

    db: Database
    receiver: Receiver
    changes: OrderChanges
    prices: PriceTable
    queued: Queued


class Accepted(Answer):
    """It is stored and survives a power cut; what it changes is seen in a moment, and ``GET /events/{id}`` says what came of it."""

    id: str = Field(description="its id in the inbox", examples=["standard:noor:3f0c9a"])
    status: Literal["accepted", "ignored"] = Field("accepted", description="ignored: it says nothing to a customer, so nothing was stored")
    reason: str | None = Field(None, description="why it is ignored")


async def find_order(db: Database, store: Store, ref: str) -> Order:
    """Return a store's order by its id in the shop or the number that the customer sees; raise the problem when there is none."""
    key = order_id(store.id, ref)
    orders = await db.orders.get_many([key])
    if not orders:
        names = await db.names.resolve([order_name(store.id, ref)])
        orders = await db.orders.get_many(list(names.values()))
    found = next(iter(orders.values()), None)
    if found is None or found.store_id != store.id:
        raise Problem(NOT_FOUND, f"The store {store.id} has no order {ref}. A new one is made with PUT /api/v1/orders/{{id}}.")
    return found


def checked(document: object, store: Store, now: int, delivery_id: str, *, topic: str = "", where: str = "") -> InboxItem | Uninteresting:
    """Return the inbox item of a document; raise the problem that names its wrong fields, which stand at ``where`` in the body."""
    try:
        return event_item(document, store, now, delivery_id, topic)
    except Unreadable as error:
        parts = [one.partition(": ") for one in str(error).split("; ")]
        raise invalid([(f"{where}{field}" if what else where, what or field) for field, _, what in parts]) from error


async def hand_in(office: Office, item: InboxItem | Uninteresting) -> Accepted:
    """Store an item as webhooks are stored and return its receipt."""
    if isinstance(item, Uninteresting):
        return Accepted(id=item.id, status="ignored", reason=item.reason)
    await office.receiver.receive([item], [])
    return Accepted(id=item.id)
