"""When to send: at a fixed rate whatever happens, or as soon as an earlier one is done."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LOOK_AGAIN = 0.02


async def at_rate(rate: float, seconds: float, send: Callable[[float], None]) -> None:
    """Call ``send`` with the instant (``perf_counter``) when it was due, ``rate`` times a second.

    Due instants are fixed beforehand: a slow server doesn't slow the load down, and waiting counts as latency.
    """
    start, total, sent = perf_counter(), int(rate * seconds), 0
    while sent < total:
        due = min(total, int((perf_counter() - start) * rate) + 1)
        for index in range(sent, due):
            send(start + index / rate)
        sent = due
        await asyncio.sleep(max(0.0, start + sent / rate - perf_counter()))


async def until(true: Callable[[], bool], patience: float) -> bool:
    """Wait until ``true`` says so, ``patience`` seconds at most; return what it says at the end."""
    end = perf_counter() + patience
    while not true() and perf_counter() < end:  # noqa: ASYNC110 (what is waited for lies in several objects and a test)
        await asyncio.sleep(_LOOK_AGAIN)
    return true()


async def until_done(done: Callable[[], bool], progress: Callable[[], int], patience: float) -> bool:
    """Wait while ``progress`` changes, until it has stood still for ``patience`` seconds; return whether it is done.

    So a slow machine is waited for, and only what never comes is given up.
    """
    seen, since = progress(), perf_counter()
    while not done() and perf_counter() < since + patience:
        await asyncio.sleep(_LOOK_AGAIN)
        if progress() != seen:
            seen, since = progress(), perf_counter()
    return done()


class InFlight:
    """Keeps a number of requests under way for a time: each one that ends starts the next."""

    def __init__(self, width: int, seconds: float, send: Callable[[float], None]) -> None:
        self._width = width
        self._seconds = seconds
        self._send = send
        self._until = 0.0
        self._under_way = 0
        self._over = asyncio.Event()

    async def run(self) -> float:
        """Send until the time is over, wait at most as long again for the rest, and return the seconds that all took."""
        start = perf_counter()
        self._until = start + self._seconds
        for _ in range(self._width):
            self._next()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), self._seconds * 2 + 1)
        return perf_counter() - start

    def ended(self) -> None:
        """Say that one of them is done."""
        self._under_way -= 1
        if perf_counter() < self._until:
            self._next()
        elif self._under_way <= 0:
            self._over.set()

    def _next(self) -> None:
        self._under_way += 1
        self._send(perf_counter())
