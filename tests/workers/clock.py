"""Time in tests: a clock that stands until it is moved, and waiting for something to hold."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

NOW = 1_760_000_000_000
LONGEST = 10.0
Question = Callable[[], bool | Awaitable[bool]]


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        return self.now


async def until(holds: Question) -> None:
    """Return once something holds; ``TimeoutError`` when it never does."""
    async with asyncio.timeout(LONGEST):
        while True:
            found = holds()
            if found is True or (not isinstance(found, bool) and await found):
                return
            await asyncio.sleep(0.005)
