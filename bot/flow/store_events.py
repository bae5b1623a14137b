"""What stores, carriers and invoicing systems tell us, many orders at a time: merge into the order, decide what to say, commit.

An item is consumed by the commit of the order that it is about. One that is about several orders is consumed by none of them: each
is written, and only then is the item recorded and taken from the inbox. A crash in between makes it apply once more to orders that
know it already, which changes nothing, because merging is idempotent and the ledger keeps what has been said.
An item about an order or a parcel that nobody has heard of waits in the waiting room (``bot.db.waiting``).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bot.domain.concern import Concern
from bot.domain.happening import Alarm
from bot.domain.milestones import corrections
from bot.domain.names import called
from bot.domain.privacy import is_erased
from bot.flow.batch import Outcome, Queued, nobody_waits
from bot.flow.consequences import Consequences
from bot.flow.find_orders import Found, find_orders
from bot.flow.order_changes import Draft, OrderChanges
from bot.flow.order_drafts import Step, advance, fetches, new_names, notices, summary, unsaid, word_on_offers
from bot.flow.order_owners import with_owners
from bot.flow.privacy.requests import PrivacyRequests
from bot.flow.read_events import EventReader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.connectors.base import Connector, Ignored, Options
    from bot.db import Database
    from bot.domain.inbox import InboxItem
    from bot.domain.notice import Milestone
    from bot.domain.store import Store
    from bot.domain.store_event import StoreEvent
    from bot.flow.read_events import Complete, Read, Reading

IMPORTED = "imported"
MOST_ROUNDS = 10


@dataclass(slots=True)
class _Batch:
    """Events by the orders that they are about; ``shared`` items are about several orders, ``lost`` ones about none that is known."""

    events: dict[str, list[StoreEvent]] = field(default_factory=lambda: defaultdict(list))
    own: dict[str, list[Read]] = field(default_factory=lambda: defaultdict(list))
    shared: dict[str, tuple[Read, frozenset[str]]] = field(default_factory=dict)
    lost: dict[str, tuple[InboxItem, list[StoreEvent]]] = field(default_factory=dict)

    def heard(self, order_id: str) -> tuple[str, int] | None:
        """Return the id of the first item about an order and when it came in, one of its own before one that it shares."""
        own = [item for item, _ in self.own.get(order_id, ())] or [item for (item, _), keys in self.shared.values() if order_id in keys]
        return (own[0].id, own[0].received_at) if own else None


class StoreEvents:
    """Handles the inbox items of kind ``event``. ``connectors`` are by name, ``stores`` by store id.

    ``complete`` fetches what a connector's thin bodies leave out: given the connector's name and a delivery, it returns the whole
    one or raises ``FetchFailed``. ``delays`` and ``off``: see ``OrderChanges``.
    ``consequences`` hear of what a person has to do.
    """

    def __init__(
        self,
        db: Database,
        stores: Mapping[str, Store],
        connectors: Mapping[str, Connector[Any]],
        complete: Complete | None = None,
        delays: Mapping[str, int] | None = None,
        options: Mapping[tuple[str, str], Options] | None = None,
        off: Mapping[str, frozenset[Milestone]] | None = None,
        consequences: Consequences | None = None,
    ) -> None:
        self._db = db
        self._consequences = consequences or Consequences(db)
        self._privacy = PrivacyRequests(db, stores)
        self._reader = EventReader(stores, connectors, complete, options)
        self._changes = OrderChanges(db, stores, delays or {}, off or {})

    async def handle(self, items: Sequence[InboxItem], now: int, queued: Queued = nobody_waits) -> Outcome:
        """Apply everything that waits for these orders, in order of occurrence; what is whole does not wait for what is fetched.

        ``queued`` gets the notices once they are stored.
        """
        thin = [item for item in items if self._reader.is_thin(item)]
        whole = [item for item in items if not self._reader.is_thin(item)] if thin else items
        outcome = await self._apply(self._reader.read(whole, now), now, queued) if whole else Outcome()
        if thin:
            # To be fetched takes its time, and others need not wait for that.
            queued(())
            outcome = _joined(outcome, await self._apply(await self._reader.fetch(thin, now), now, queued))
        return outcome

    async def merge_in(self, events: Sequence[StoreEvent], now: int, *, announce: bool = True, queued: Queued = nobody_waits) -> list[StoreEvent]:
        """Apply events that came through no inbox (an import, the API); return those whose order nobody knows.

        Without ``announce`` nobody is told anything, now or later: what is news by these events is decided as not to be said.
        Orders that others change at the same time are decided again.
        """
        left = list(events)
        unknown: list[StoreEvent] = []
        for _ in range(MOST_ROUNDS):
            found = await self._found(left)
            unknown += [event for event in left if found.target(event) is None]
            groups: dict[str, list[StoreEvent]] = defaultdict(list)
            for event in left:
                if (key := found.target(event)) is not None:
                    groups[key].append(event)
            steps = await self._steps(found, groups)
            written, _ = await self._changes.write([_draft(step, now, announce=announce) for step in steps], now, queued)
            left = [event for key, told in groups.items() if key not in written for event in told]
            if not left:
                break
        return unknown + left

    async def _apply(self, reading: Reading, now: int, queued: Queued) -> Outcome:
        """Find the orders, merge, commit, and see to what no commit has consumed."""
        await self._record(reading.ignored, now)
        found = await self._found([event for _, events in reading.read for event in events])
        # What has been handled is looked up after the orders: the other way round, an item that is handled meanwhile looks fresh.
        done = await self._db.events.known([item.id for item, _ in reading.read])
        done |= {item for order in found.loaded.values() for item in order.consumed}
        finished = [item.id for item, _ in reading.read if item.id in done]
        await self._db.inbox.remove(finished + [item.id for item, _ in reading.ignored])
        batch = _sorted([one for one in reading.read if one[0].id not in done], found)
        steps = await self._steps(found, batch.events)
        drafts = [replace(self._consuming(step, batch.own[step.after.id], now), heard=batch.heard(step.after.id)) for step in steps]
        written, outbox = await self._changes.write(drafts, now, queued)
        retry = [item for key, own in batch.own.items() if key not in written for item, _ in own]
        retry += await self._rest(batch, {step.after.id: step for step in steps}, written, now)
        return Outcome(retry=retry, waits=reading.waits, parked=reading.parked, outbox=outbox)

    async def _record(self, ignored: Sequence[tuple[InboxItem, Ignored]], now: int) -> None:
        """Write down what says nothing to customers, and raise what a person has to do; a repetition raises nothing."""
        ignored = [(item, said if said.privacy is None else await self._asked(item, said, now)) for item, said in ignored]
        urgent = [(item, said) for item, said in ignored if said.alert is not None]
        if urgent:
            known = await self._db.events.known([item.id for item, _ in urgent])
            await self._consequences.of([_alarm(item, said, now) for item, said in urgent if item.id not in known])
        await self._db.events.add([self._db.events.to_doc(item, said.reason, empty=said.privacy is not None) for item, said in ignored])

    async def _asked(self, item: InboxItem, said: Ignored, now: int) -> Ignored:
        """Do what a privacy request asks; a repetition does nothing."""
        if said.privacy is None or await self._db.events.known([item.id]):
            return said
        came_of, to_do = await self._privacy.answer(item.source, said.privacy, now)
        return replace(said, reason=f"{said.reason}: {came_of}", alert=said.alert if to_do else None)

    async def _found(self, events: Sequence[StoreEvent]) -> Found:
        """Find the orders of events, with what earlier commits have left to do in them done."""
        found = await find_orders(self._db, events)
        await self._db.orders.complete(found.loaded.values())
        return found

    async def _steps(self, found: Found, groups: Mapping[str, Sequence[StoreEvent]]) -> list[Step]:
        return await with_owners(self._db, [advance(found.order(key), events) for key, events in groups.items()])

    def _consuming(self, step: Step, own: Sequence[Read], now: int) -> Draft:
        draft = _draft(step, now)
        empty = is_erased(step.after.customer_id)
        records = tuple(self._db.events.to_doc(item, _outcome(step, events), step.after.id, empty=empty) for item, events in own)
        return replace(draft, consumed=tuple(item.id for item, _ in own), events=records)

    async def _rest(self, batch: _Batch, steps: Mapping[str, Step], written: set[str], now: int) -> list[InboxItem]:
        """See to the items that no commit has consumed; return those that are to be handled again."""
        overtaken = [item for (item, _), keys in batch.shared.values() if not keys <= written]
        again = {item.id for item in overtaken}
        done = [(one, keys) for key, (one, keys) in batch.shared.items() if key not in again and key not in batch.lost]
        if done:
            outcomes = {item.id: summary([_outcome(steps[key], events) for key in keys]) for (item, events), keys in done}
            empty = {item.id for (item, _), keys in done if any(is_erased(steps[key].after.customer_id) for key in keys)}
            docs = [self._db.events.to_doc(item, outcomes[item.id], min(keys), empty=item.id in empty) for (item, _), keys in done]
            await self._db.events.add(docs)
            await self._db.inbox.remove([item.id for (item, _), _ in done])
        return overtaken + await self._wait({key: lost for key, lost in batch.lost.items() if key not in again}, now)

    async def _wait(self, lost: Mapping[str, tuple[InboxItem, Sequence[StoreEvent]]], now: int) -> list[InboxItem]:
        """Let items wait for their orders; return those whose orders have become known while we wrote that down."""
        if not lost:
            return []
        waiting = [(name, item) for item, events in lost.values() for event in events for name in called(event)]
        await self._db.waiting.put(waiting, now)
        found = await find_orders(self._db, [event for _, events in lost.values() for event in events])
        known = {key for key, (_, events) in lost.items() if any(found.target(event) is not None for event in events)}
        await self._db.waiting.forget([(name, item) for name, item in waiting if item.id in known])
        await self._db.inbox.leave([item for key, (item, _) in lost.items() if key not in known])
        return [item for key, (item, _) in lost.items() if key in known]


def _alarm(item: InboxItem, said: Ignored, now: int) -> Alarm:
    subject = item.id if said.alert == "privacy" else item.source
    text = f"{item.source}: {said.reason} (kept as the event {item.id})"
    return Alarm(item.source.partition("/")[2], said.alert or "connector", subject, text, now)


def _sorted(read: Sequence[Read], found: Found) -> _Batch:
    batch = _Batch()
    for item, events in read:
        targets = [(event, found.target(event)) for event in events]
        keys = frozenset(key for _, key in targets if key is not None)
        for event, key in targets:
            if key is not None:
                batch.events[key].append(event)
        lost = [event for event, key in targets if key is None]
        if lost:
            batch.lost[item.id] = (item, lost)
        if len(keys) == 1 and not lost:
            batch.own[next(iter(keys))].append((item, events))
        elif keys:
            batch.shared[item.id] = ((item, events), keys)
    return batch


def _draft(step: Step, now: int, *, announce: bool = True) -> Draft:
    entries = notices(step, now)
    late = corrections(step.before, step.after) if announce else ()
    return Draft(
        step.after,
        (),
        entries if announce else unsaid(entries, IMPORTED),
        names=new_names(step),
        fetches=fetches(step, now),
        concerns=tuple(Concern(step.after.number, "after_delivery", parcel) for parcel in late),
        word=word_on_offers(step),
    )


def _outcome(step: Step, events: Sequence[StoreEvent]) -> str:
    """Return what became of an item's events in one order."""
    outcome = summary([came_of for event, came_of in step.came_of if event in events])
    return f"{outcome}; {step.note}" if step.note else outcome


def _joined(one: Outcome, other: Outcome) -> Outcome:
    return Outcome(
        retry=[*one.retry, *other.retry],
        waits={**one.waits, **other.waits},
        parked=[*one.parked, *other.parked],
        outbox=[*one.outbox, *other.outbox],
    )
