"""Work in lanes: what belongs together stays in order, what doesn't runs side by side. No I/O, no clock."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Turn:
    """A lock that is given back early: once, whoever asks first."""

    def __init__(self, lock: asyncio.Lock) -> None:
        self._lock: asyncio.Lock | None = lock

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


class HasId(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str:
        """What makes it the same thing when it is seen again."""


Item = TypeVar("Item", bound=HasId)


class Lanes(Generic[Item]):
    """Items waiting in their lanes. A lane is ready, taken (somebody works on it) or resting until an instant.

    ``work`` is set whenever a lane may have become ready, ``idle`` while nobody works on anything.
    """

    def __init__(self, lane_of: Callable[[Item], str]) -> None:
        self._lane_of = lane_of
        self._waiting: dict[str, list[Item]] = {}
        self._order: deque[str] = deque()
        self._ready: set[str] = set()
        self._resting: dict[str, int] = {}
        self._taken: dict[str, list[Item]] = {}
        self._ids: set[str] = set()
        self.work = asyncio.Event()
        self.idle = asyncio.Event()
        self.idle.set()

    def __len__(self) -> int:
        """How many items are here, those being worked on included."""
        return len(self._ids)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of everything that is here, whether it waits or is being worked on."""
        return frozenset(self._ids)

    def add(self, items: Iterable[Item]) -> None:
        """Take in items; those that are here already are ignored. Something new ends the rest of its lane."""
        for item in items:
            if item.id in self._ids:
                continue
            lane = self._lane_of(item)
            self._ids.add(item.id)
            self._waiting.setdefault(lane, []).append(item)
            self._resting.pop(lane, None)
            self._wake(lane)

    def take(self, most: int) -> list[Item]:
        """Return everything that waits in up to ``most`` ready lanes; they are taken until they are given back with ``release``."""
        batch: list[Item] = []
        while self._order and most > 0:
            lane = self._order.popleft()
            if lane in self._ready:
                self._ready.remove(lane)
                self._taken[lane] = self._waiting.pop(lane)
                batch.extend(self._taken[lane])
                most -= 1
                self.idle.clear()
        return batch

    def release(self, items: Iterable[Item], *, keep: Iterable[Item] = (), rest: dict[str, int] | None = None) -> None:
        """Give the lanes of these items back. ``keep`` go back to the head of their lanes, the others are done.

        A lane in ``rest`` stays quiet until that instant, unless something new arrived while it was taken.
        """
        kept = {item.id: item for item in keep}
        self._ids.difference_update(item.id for item in items if item.id not in kept)
        for lane in dict.fromkeys(self._lane_of(item) for item in items):
            self._taken.pop(lane, None)
            fresh = self._waiting.get(lane, [])
            back = [item for item in kept.values() if self._lane_of(item) == lane]
            if not (back or fresh):
                continue
            self._waiting[lane] = back + fresh
            if rest and lane in rest and not fresh:
                self._resting[lane] = rest[lane]
            else:
                self._wake(lane)
        if not self._taken:
            self.idle.set()

    def wake(self, now: int) -> None:
        """Make the lanes ready whose rest is over."""
        for lane in [lane for lane, until in self._resting.items() if until <= now]:
            del self._resting[lane]
            self._wake(lane)

    def _wake(self, lane: str) -> None:
        if lane not in self._taken and lane not in self._ready:
            self._ready.add(lane)
            self._order.append(lane)
        self.work.set()
