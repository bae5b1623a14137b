"""The inbox worker: takes lanes with something to do, a few hundred at a time, and has them handled."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from bot.domain.inbox import InboxItem, Parked, park
from bot.domain.tracing import trace_id
from bot.flow.batch import Outcome
from bot.workers.lanes import Lanes, Turn
from bot.workers.overflow import Overflow
from bot.workers.runner import survive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.db import Database
    from bot.domain.delivery import OutboxItem
    from bot.domain.inbox import InboxKind
    from bot.domain.message import InboundMessage
    from bot.flow.batch import Queued

log = logging.getLogger(__name__)

MOST_LANES = 200
MANY = 24
# While others come first: small batches, one after the other and a rest after each that is as long as it took, so that they find
# the loop and the database free in between.
FEW_LANES = 80
LONGEST_REST = 0.25
# However much comes in, so much of it is held in memory; the rest waits where it is stored. What rests (for a system that is silent,
# say) does not keep the others out, up to a number of its own.
MOST_IN_HAND = 4_000
MOST_RESTING = 8_000
# Taken twice without success, an item runs alone, so that it can't take its neighbours along; taken four times, it is parked.
# What is behind it in its lane waits for it.
ALONE_AFTER = 2
PARK_AFTER = 4
# Milliseconds before what has failed is tried again: after the first taking, the second, the third. Together they outlast a disk that is
# full for a moment and a database that changes its primary, so that nothing is put aside for that.
RESTS = (500, 2_000, 8_000)
WAKE_EVERY = 0.05


class Handle(Protocol):
    """Handles items of one kind; whatever the outcome does not name is done and gone from the inbox."""

    async def __call__(self, items: Sequence[InboxItem], now: int, queued: Queued) -> Outcome:
        """Raise to have the items tried again; call ``queued`` with what may be sent as soon as it is stored."""


class MarkRead(Protocol):
    """Marks messages as read, with the typing indicator if an answer takes a moment."""

    def __call__(self, messages: Sequence[InboundMessage], *, typing: bool) -> None:
        """Must not wait."""


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told of what a batch came to: the sender of items to send, and of messages to mark as read (typing or not)."""

    outbox: Callable[[Sequence[OutboxItem]], None]
    read: MarkRead


class Tally(Protocol):
    """Counts what is done: handled, or put aside."""

    def __call__(self, kind: InboxKind, done: Sequence[InboxItem], parked: int, now: int) -> None:
        """Must not wait; ``parked`` is how many of them were put aside."""


def _nobody_first() -> bool:
    return False


def _nobody_counts(kind: InboxKind, done: Sequence[InboxItem], parked: int, now: int) -> None:
    """Stand in for metrics."""


class InboxWorker:
    """Handles one kind of item. While ``gives_way`` tells that others come first, it goes slowly. ``tally`` hears of what is done.

    ``most`` items are in hand at a time, and besides those of lanes that rest.
    """

    def __init__(
        self,
        db: Database,
        kind: InboxKind,
        handle: Handle,
        clock: Callable[[], int],
        listeners: Listeners,
        gives_way: Callable[[], bool] = _nobody_first,
        tally: Tally = _nobody_counts,
        most: int = MOST_IN_HAND,
    ) -> None:
        self._db = db
        self._kind = kind
        self._handle = handle
        self._clock = clock
        self._listeners = listeners
        self._gives_way = gives_way
        self._tally = tally
        self._most = most
        self._rested_at = 0.0
        self._lanes: Lanes[InboxItem] = Lanes(lambda item: item.lane)
        self._deciding = asyncio.Lock()
        self._overflow: Overflow[InboxItem] = Overflow()

    @property
    def kind(self) -> InboxKind:
        """The kind of item that it handles."""
        return self._kind

    @property
    def room(self) -> int:
        """How many more items may be taken in hand."""
        resting = min(self._lanes.resting, MOST_RESTING)
        return max(0, self._most - len(self._lanes) + resting)

    @property
    def roomy(self) -> bool:
        """Whether there is room enough to be worth looking for what was left."""
        return self.room * 4 >= self._most

    @property
    def behind(self) -> bool:
        """Whether items were left where they are stored, for the sweep to find when there is room."""
        return self._overflow.behind

    @property
    def waiting(self) -> int:
        """How many items this worker has in hand."""
        return len(self._lanes)

    @property
    def busy(self) -> bool:
        """Whether something waits to be handled or is being handled, but for what rests."""
        return self._lanes.busy

    def hand_over(self, items: Iterable[InboxItem]) -> None:
        """Take items that are stored in the inbox and have been counted as taken; those in hand already are ignored.

        What there is no room for is left to the sweep, with all that comes behind it.
        """
        for item in items:
            if self.behind or not self.room:
                self._overflow.leave(item)
            else:
                self._lanes.add((item,))

    async def take_up(self, items: Sequence[InboxItem]) -> int:
        """Take what the sweep found and nobody has in hand, as far as there is room; return how much there was no room for."""
        known = self._lanes.ids
        found = [item for item in items if item.id not in known]
        room = self.room
        self._lanes.add(await self._counted(found[:room]))
        return len(found[room:])

    def look(self) -> None:
        """Note that the sweep looks now."""
        self._overflow.look()

    def caught_up(self) -> None:
        """Note that the sweep has come to the end."""
        self._lanes.add(self._overflow.caught_up(self.room))

    async def run(self) -> None:
        """Handle what there is, for ever.

        Of several such loops one decides at a time, so that the next batch gathers meanwhile: a batch costs some twenty calls to the
        database however small it is. One that is large already need not wait.
        """
        while True:
            await self._lanes.work.wait()
            turn = await Turn.take(self._deciding)
            try:
                await self._take_turn(turn)
            finally:
                turn.end()

    async def _take_turn(self, turn: Turn) -> None:
        clock = asyncio.get_running_loop().time
        slowly = self._gives_way()
        if slowly:
            await asyncio.sleep(max(0.0, self._rested_at - clock()))
            turn.on_end = partial(self._rest, clock, clock())
        batch = self._lanes.take(FEW_LANES if slowly else MOST_LANES)
        if not batch:
            self._lanes.work.clear()
            return
        if len(batch) >= MANY and not slowly:
            turn.end()
        await self._work_on(batch, turn)

    def _rest(self, clock: Callable[[], float], began: float) -> None:
        self._rested_at = clock() + min(clock() - began, LONGEST_REST)

    async def wake(self) -> None:
        """Bring back lanes whose pause is over, for ever."""
        while True:
            await asyncio.sleep(WAKE_EVERY)
            self._lanes.wake(self._clock())

    async def _work_on(self, batch: Sequence[InboxItem], turn: Turn) -> None:
        doubtful: dict[str, list[InboxItem]] = {item.lane: [] for item in batch if item.attempts > ALONE_AFTER}
        together: list[InboxItem] = []
        for item in batch:
            doubtful.get(item.lane, together).append(item)
        try:
            if together:
                await self._attempt(together, turn)
            while doubtful:
                _, lane = doubtful.popitem()
                first, *behind = sorted(lane, key=_age)
                await self._attempt([first], turn, behind)
        finally:
            untouched = [item for lane in doubtful.values() for item in lane]
            self._lanes.release(untouched, keep=untouched)

    async def _attempt(self, items: Sequence[InboxItem], turn: Turn, behind: Sequence[InboxItem] = ()) -> None:
        """Have items handled, and give their lanes back with what is left to do in them; ``behind`` waits for its turn."""
        # Whatever is raised here is not the items' fault: they stay in hand, uncounted, until the loop is begun again.
        outcome = Outcome(retry=items)
        try:
            outcome = await self._handled(items, turn)
        finally:
            # What only waits has not failed: however often the process begins anew meanwhile, it is not parked for that.
            resting = [replace(item, attempts=1) for item in items if item.lane in outcome.waits]
            keep = [*outcome.retry, *resting, *behind]
            self._lanes.release([*items, *behind], keep=keep, rest={**self._rests(items, outcome.retry), **outcome.waits})
        self._listeners.read(outcome.answered, typing=False)
        self._listeners.read(outcome.pausing, typing=True)

    def _rests(self, before: Sequence[InboxItem], after: Sequence[InboxItem]) -> dict[str, int]:
        """Return until when the lanes rest of what has failed: it was counted once more; what was overtaken was not."""
        taken = {item.id: item.attempts for item in before}
        failed = [item for item in after if taken[item.id] < item.attempts <= PARK_AFTER]
        return {item.lane: self._clock() + RESTS[max(item.attempts - 2, 0)] for item in failed}

    async def _handled(self, items: Sequence[InboxItem], turn: Turn) -> Outcome:
        def queued(outbox: Sequence[OutboxItem]) -> None:
            # What is left after this is tidying: the answers go, and the next batch may be decided.
            self._listeners.outbox(outbox)
            turn.end()

        first = items[0]
        if first.attempts > PARK_AFTER:
            await self._give_up(first)
            return Outcome()
        if first.attempts > ALONE_AFTER:
            # Counted only now and not when it was found: had an item before it crashed the process, this one would be innocent.
            await self._db.inbox.count_taken([first.id])
        outcome = await survive(f"handling {len(items)} items of kind {self._kind}", self._handle(items, self._clock(), queued))
        if outcome is None:
            await self._db.ping()
            return Outcome(retry=await self._counted(items))
        await self._park(outcome.parked)
        left = {item.id for item in outcome.retry}
        done = [item for item in items if item.id not in left and item.lane not in outcome.waits]
        self._tally(self._kind, done, len(outcome.parked), self._clock())
        if again := [item.id for item in items if item.lane in outcome.waits and item.attempts > 1]:
            await self._db.inbox.count_anew(again)
        return outcome

    async def _give_up(self, item: InboxItem) -> None:
        """Put an item aside for a person, or be done with it where it was handled and only the tidying never came to its end."""
        record = self._db.transcript if item.kind == "message" else self._db.events
        if await record.known([item.id]):
            await self._db.inbox.remove([item.id])
        else:
            await self._park([park(item, f"it was taken {PARK_AFTER} times and failed or crashed each time", self._clock())])

    async def _counted(self, items: Sequence[InboxItem]) -> list[InboxItem]:
        """Count one more taking for those that run together; those that run alone are counted when their turn comes."""
        together = [item.id for item in items if item.attempts < ALONE_AFTER]
        if together:
            await self._db.inbox.count_taken(together)
        return [replace(item, attempts=item.attempts + 1) for item in items]

    async def _park(self, parked: Sequence[Parked]) -> None:
        if parked:
            for item in parked:
                log.warning("parked %s: %s", item.id, item.error, extra={"trace": trace_id(item.id)})
            await self._db.parked.add_many(parked)
            await self._db.inbox.remove([item.id for item in parked])


def _age(item: InboxItem) -> tuple[int, int]:
    return (item.at, item.received_at)
