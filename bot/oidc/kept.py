"""What is fetched once and kept for a while."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

from bot.errors import FetchFailed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """One value of another system's. It is good for ``lasts``; a new one, or one after a failure, is asked for every ``pause`` at most.

    Both are milliseconds; ``fetch`` is told the present instant and raises ``FetchFailed``.
    """

    def __init__(self, fetch: Callable[[int], Awaitable[Value]], lasts: int, pause: int) -> None:
        self._fetch = fetch
        self._lasts = lasts
        self._pause = pause
        self._lock = asyncio.Lock()
        self._value: tuple[Value, int] | None = None
        self._failed: tuple[str, int] | None = None

    async def get(self, now: int) -> Value:
        """Return it; raises ``FetchFailed``."""
        return await self._of_age(now, self._lasts)

    async def renew(self, now: int) -> Value:
        """Return a newer one, unless this one is still so fresh that it would not be another; raises ``FetchFailed``."""
        return await self._of_age(now, self._pause)

    async def _of_age(self, now: int, most: int) -> Value:
        async with self._lock:
            if self._value is not None and now - self._value[1] < most:
                return self._value[0]
            if self._failed is not None and now - self._failed[1] < self._pause:
                raise FetchFailed(self._failed[0])
            try:
                made = await self._fetch(now)
            except FetchFailed as error:
                self._failed = str(error), now
                raise
            self._value, self._failed = (made, now), None
            return made
