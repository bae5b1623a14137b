"""Whether this process still does its work: what it has begun and not ended, what died on the way, and whether it is about to end."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.domain.inbox import InboxItem
    from bot.flow.batch import Outcome, Queued
    from bot.workers.inbox import Handle

# Seconds. Every call to somebody else ends long before: what takes longer will never end.
LONGEST: Final = 600.0


class Pulse:
    """``dead`` returns names of loops that have ended although they never should; ``seconds`` is a clock that only goes forward."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self.ending = False
        self.dead: Callable[[], Sequence[str]] = tuple
        self._seconds = seconds
        self._begun: dict[object, tuple[str, float]] = {}

    @contextmanager
    def working(self, name: str) -> Iterator[None]:
        """Note that a piece of work is under way."""
        key = object()
        self._begun[key] = (name, self._seconds())
        try:
            yield
        finally:
            del self._begun[key]

    def handling(self, name: str, handle: Handle) -> Handle:
        """Return what handles items and is noted as under way meanwhile."""

        async def watched(items: Sequence[InboxItem], now: int, queued: Queued) -> Outcome:
            with self.working(name):
                return await handle(items, now, queued)

        return watched

    def stuck(self) -> list[str]:
        """Return what has been under way for too long or is dead, by name; restarting the process is what helps."""
        before = self._seconds() - LONGEST
        return sorted({name for name, began in self._begun.values() if began < before} | set(self.dead()))
