"""Taking in orders as they stand elsewhere: nobody is told anything of them, now or later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bot.connectors.base import Ignored
from bot.connectors.reading import check
from bot.connectors.standard.mapping import order_events
from bot.connectors.standard.payloads import OrderData
from bot.connectors.standard.strict import order_problems
from bot.domain.clock import DAY, to_instant
from bot.domain.details import makes_order
from bot.domain.names import called
from bot.domain.notice import Skipped, ledger_key
from bot.domain.order import order_id
from bot.domain.store_event import OrderEvent
from bot.domain.truth import arrived_at, awaits_confirmation, awaits_payment
from bot.errors import Unreadable
from bot.flow.notify import stuck_parcels
from bot.flow.order_changes import Draft, OrderChanges
from bot.flow.store_events import IMPORTED, StoreEvents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.db import Database
    from bot.domain.notice import Milestone
    from bot.domain.order import Order
    from bot.domain.store import Store
    from bot.domain.store_event import StoreEvent

# Older than that, nothing is news to the jobs that remind, ask for confirmation and for reviews, however they are set.
JOBS_LOOK_BACK: Final = 90 * DAY
MOST_REMINDERS: Final = 10
_MOST_TRIES: Final = 10


@dataclass(frozen=True, slots=True)
class Row:
    """A line of an import: where it stands, and its events once it has been read."""

    line: int
    events: tuple[StoreEvent, ...]

    @property
    def ref(self) -> str:
        """What the row calls its order."""
        return self.events[0].order_ref or ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of rows: how many were taken in, and those whose order nobody knows."""

    taken: int
    unknown: tuple[Row, ...] = field(default=())


def read_row(line: int, document: Mapping[str, object], store: Store) -> Row:
    """Return a row of the documented order schema; raise ``Unreadable`` naming every wrong field.

    What doesn't say when it occurred is as old as its order: then it takes nothing's place that was heard of since.
    """
    data = check(OrderData, document)
    problems = [f"{field}: {wrong}" for field, wrong in order_problems(data, store)]
    when = data.occurred_at or data.placed_at
    if when is None:
        problems.append("occurred_at: say when this was so, or give placed_at")
    if problems or when is None:
        raise Unreadable("; ".join(problems))
    events = order_events(data, store, to_instant(when))
    if isinstance(events, Ignored):
        raise Unreadable("it says nothing of the order: give its status, payment, total, customer, shipments ...")
    return Row(line, events)


class OrderImport:
    """Writes rows, a batch at a time; a batch may be repeated."""

    def __init__(self, db: Database, store: Store) -> None:
        self._db = db
        self._store = store
        self._events = StoreEvents(db, {store.id: store}, {})
        self._changes = OrderChanges(db, {store.id: store})
        self._made: set[str] = set()

    async def unknown(self, rows: Sequence[Row]) -> tuple[Row, ...]:
        """Return the rows that neither make an order nor are about one that is there or in the file, without writing anything."""
        self._made |= {name for row in rows if _makes(row) for name in _names(row)}
        rest = [row for row in rows if not _makes(row) and self._made.isdisjoint(_names(row))]
        known = await self._db.orders.get_many(list({self._id(row) for row in rest}))
        names = await self._db.names.resolve(list({name for row in rest for name in _names(row)}))
        return tuple(row for row in rest if self._id(row) not in known and not any(name in names for name in _names(row)))

    async def write(self, rows: Sequence[Row], now: int) -> Imported:
        """Merge rows into orders and decide that nothing of them is said."""
        left = await self._events.merge_in([event for row in rows for event in row.events], now, announce=False)
        lost = {event.order_ref for event in left}
        await self._hush([row for row in rows if row.ref not in lost], now)
        unknown = tuple(row for row in rows if row.ref in lost)
        return Imported(len(rows) - len(unknown), unknown)

    def _id(self, row: Row) -> str:
        return order_id(self._store.id, row.ref)

    async def _hush(self, rows: Iterable[Row], now: int) -> None:
        """Decide what jobs would find out as well. A commit of its own, because it follows from the order as it has become."""
        wanted = {self._id(row) for row in rows}
        for _ in range(_MOST_TRIES):
            orders = await self._db.orders.get_many(list(wanted))
            said = await self._db.ledger.known([entry.key for order in orders.values() for entry in _silence(order, now)])
            drafts = [Draft(order, (), entries) for order in orders.values() if (entries := _new(_silence(order, now), said))]
            written, _ = await self._changes.write(drafts, now) if drafts else (set(), [])
            wanted = {draft.order.id for draft in drafts} - written
            if not wanted:
                return


def _silence(order: Order, now: int) -> tuple[Skipped, ...]:
    """Return what jobs would tell of an order as it stands; what happens to it from now on is told as of any other."""
    if order.customer_id is None:
        return ()
    found: list[tuple[str, Milestone]] = [(notice.key, notice.milestone) for notice in stuck_parcels(order, now)]
    if awaits_payment(order) and now - order.placed_at < JOBS_LOOK_BACK:
        found += [(_key(order, "payment_reminder", cycle), "payment_reminder") for cycle in range(1, MOST_REMINDERS + 1)]
    if awaits_confirmation(order) and now - order.placed_at < JOBS_LOOK_BACK:
        found.append((_key(order, "cod_confirm", 1), "cod_confirm"))
    if (at := arrived_at(order)) is not None and now - at < JOBS_LOOK_BACK:
        found.append((_key(order, "review", 1), "review"))
    return tuple(Skipped(key, milestone, order.id, IMPORTED) for key, milestone in found)


def _key(order: Order, milestone: Milestone, cycle: int) -> str:
    return ledger_key(order.id, milestone, "", cycle, order.customer_id or "")


def _new(entries: tuple[Skipped, ...], said: set[str]) -> tuple[Skipped, ...]:
    return tuple(entry for entry in entries if entry.key not in said)


def _makes(row: Row) -> bool:
    first = row.events[0]
    return isinstance(first, OrderEvent) and makes_order(first)


def _names(row: Row) -> tuple[str, ...]:
    """Return the names by which a row's order may be found."""
    return called(row.events[0])
