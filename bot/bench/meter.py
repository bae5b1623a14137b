"""Progress bars that cost next to nothing: drawn twice a second by the loop itself, not by a thread."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Self

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from rich.console import Console

_REDRAW = 0.5


class Meter:
    """Shows what is being measured and how far it is."""

    def __init__(self, console: Console) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=console, auto_refresh=False)

    def __enter__(self) -> Self:
        """Begin to draw."""
        self._progress.start()
        return self

    def __exit__(self, *exc: object) -> None:
        """Draw a last time."""
        self._progress.stop()

    @asynccontextmanager
    async def running(self, what: str, seconds: float) -> AsyncIterator[None]:
        """Show ``what`` with a bar that takes ``seconds`` to fill, while the block runs."""
        bar = self._progress.add_task(what, total=seconds)
        async with asyncio.TaskGroup() as group:
            redraw = group.create_task(self._redraw(bar, seconds))
            try:
                yield
            finally:
                redraw.cancel()
                self._progress.update(bar, completed=seconds, refresh=True)

    @asynccontextmanager
    async def counting(self, what: str, total: int) -> AsyncIterator[Callable[[int], None]]:
        """Show ``what`` with a bar that is full at ``total``, while the block runs and says how many more are done."""
        bar = self._progress.add_task(what, total=total)
        yield lambda more: self._progress.update(bar, advance=more, refresh=True)

    async def _redraw(self, bar: TaskID, seconds: float) -> None:
        start = perf_counter()
        while True:
            self._progress.update(bar, completed=min(seconds, perf_counter() - start), refresh=True)
            await asyncio.sleep(_REDRAW)
