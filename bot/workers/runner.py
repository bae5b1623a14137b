"""The owner of every task: starts them, starts them again when they fail, and ends them all."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

log = logging.getLogger(__name__)

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0
Result = TypeVar("Result")


async def survive(what: str, work: Coroutine[None, None, Result]) -> Result | None:
    """Do the work and return its result; when it fails in any way, log it and return ``None``.

    One of the two places that catch everything: what runs for ever has to survive what nobody thought of.
    """
    try:
        return await work
    except Exception:
        log.exception("%s failed", what)
        return None


class Runner:
    """Keeps loops running until it is closed. A loop that fails is begun again, more slowly each time unless it ran well.

    ``seconds`` is a clock that only ever goes forward; ``dead`` are the names of loops that ended before they were told to.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._tasks: set[asyncio.Task[None]] = set()
        self.failures = 0
        self.dead: list[str] = []
        self._closing = False

    def start(self, name: str, loop: Callable[[], Coroutine[None, None, None]]) -> None:
        """Run a loop, which never returns, under this name until the runner is closed."""
        # The one place where tasks are made: each is kept here, so that none is lost or collected.
        task = asyncio.get_running_loop().create_task(self._keep_running(name, loop), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not self._closing:
            # Cancelled by what it called, say: nothing begins it again.
            self.dead.append(task.get_name())

    async def _keep_running(self, name: str, loop: Callable[[], Coroutine[None, None, None]]) -> None:
        pause = FIRST_PAUSE
        while True:
            began = self._seconds()
            await survive(name, loop())
            self.failures += 1
            if self._seconds() - began > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def close(self) -> None:
        """Cancel everything and wait for it."""
        self._closing = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
