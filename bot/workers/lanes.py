"""Work in lanes: what belongs together stays in order, what doesn't runs side by side. No I/O, no clock."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Turn:
    """A lock that is given back early: once, whoever asks first; ``on_end`` is called then."""

    def __init__(self, lock: asyncio.Lock) -> None:
        self._lock: asyncio.Lock | None = lock
        self.on_end: Callable[[], None] | None = None

    @classmethod
    async def take(cls, lock: asyncio.Lock) -> Turn:
        """Wait for the lock and return the turn that holds it."""
        await lock.acquire()
        return cls(lock)

    def end(self) -> None:
        """Let the next one in; a second call does nothing."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None
            if self.on_end is not None:
                self.on_end()


class HasId(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str:
        """What makes it the same thing when it is seen again."""


Item = TypeVar("Item", bound=HasId)


def _all_alike(_item: object) -> int:
    """Stand in for an order among lanes."""
    return 0


class Lanes(Generic[Item]):
    """Items waiting in their lanes. A lane is ready, taken (somebody works on it) or resting until an instant.

    Lanes are taken in the order in which they became ready, those with the most urgent item (the lowest figure) before the others.
    ``work`` is set whenever a lane may have become ready, ``idle`` while nobody works on anything.
    """

    def __init__(self, lane_of: Callable[[Item], str], urgency: Callable[[Item], int] = _all_alike) -> None:
        self._lane_of = lane_of
        self._urgency = urgency
        self._waiting: dict[str, list[Item]] = {}
        self._orders: dict[int, deque[str]] = {}
        self._ready: dict[str, int] = {}
        self._resting: dict[str, int] = {}
        self._taken: set[str] = set()
        self._ids: set[str] = set()
        self._asleep = 0
        self.work = asyncio.Event()
        self.idle = asyncio.Event()
        self.idle.set()

    def __len__(self) -> int:
        """How many items are here, those being worked on included."""
        return len(self._ids)

    @property
    def resting(self) -> int:
        """How many items wait in lanes that rest."""
        return self._asleep

    @property
    def ids(self) -> frozenset[str]:
        """The ids of everything that is here, whether it waits or is being worked on."""
        return frozenset(self._ids)

    @property
    def busy(self) -> bool:
        """Whether anything may be taken or is being worked on; what rests does not count."""
        return bool(self._ready or self._taken)

    def add(self, items: Iterable[Item]) -> None:
        """Take in items; those that are here already are ignored. Something new ends the rest of its lane."""
        for item in items:
            if item.id in self._ids:
                continue
            lane = self._lane_of(item)
            self._ids.add(item.id)
            self._rouse(lane)
            self._waiting.setdefault(lane, []).append(item)
            self._wake(lane, self._urgency(item))

    def take(self, most: int) -> list[Item]:
        """Return everything that waits in up to ``most`` ready lanes; they are taken until they are given back with ``release``."""
        batch: list[Item] = []
        for urgency in sorted(self._orders):
            order = self._orders[urgency]
            while order and most > 0:
                lane = order.popleft()
                if self._ready.get(lane) != urgency:
                    continue  # it has been taken, or became more urgent
                del self._ready[lane]
                self._taken.add(lane)
                batch.extend(self._waiting.pop(lane))
                most -= 1
                self.idle.clear()
        return batch

    def release(self, items: Iterable[Item], *, keep: Iterable[Item] = (), rest: dict[str, int] | None = None) -> None:
        """Give the lanes of these items back. ``keep`` go back to the head of their lanes, the others are done.

        A lane in ``rest`` stays quiet until that instant, unless something new arrived while it was taken.
        """
        kept: dict[str, dict[str, Item]] = defaultdict(dict)
        for item in keep:
            kept[self._lane_of(item)][item.id] = item
        lanes: dict[str, None] = {}
        for item in items:
            lane = self._lane_of(item)
            lanes[lane] = None
            if item.id not in kept[lane]:
                self._ids.discard(item.id)
        for lane in lanes:
            self._taken.discard(lane)
            self._give_back(lane, list(kept[lane].values()), rest or {})
        if not self._taken:
            self.idle.set()

    def _give_back(self, lane: str, back: list[Item], rest: dict[str, int]) -> None:
        fresh = self._waiting.get(lane, [])
        if not (back or fresh):
            return
        self._waiting[lane] = back + fresh
        if lane in rest and not fresh:
            self._resting[lane] = rest[lane]
            self._asleep += len(back)
        else:
            self._wake(lane, self._most_urgent(lane))

    def wake(self, now: int) -> None:
        """Make the lanes ready whose rest is over."""
        for lane in [lane for lane, until in self._resting.items() if until <= now]:
            self._rouse(lane)
            self._wake(lane, self._most_urgent(lane))

    def _rouse(self, lane: str) -> None:
        if self._resting.pop(lane, None) is not None:
            self._asleep -= len(self._waiting[lane])

    def _most_urgent(self, lane: str) -> int:
        return min(self._urgency(item) for item in self._waiting[lane])

    def _wake(self, lane: str, urgency: int) -> None:
        if lane not in self._taken and urgency < self._ready.get(lane, urgency + 1):
            self._ready[lane] = urgency
            self._orders.setdefault(urgency, deque()).append(lane)
        self.work.set()
