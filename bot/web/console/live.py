"""Live screens by server-sent events: one look at the desk per process feeds every open screen."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.domain.clock import SECOND
from bot.errors import DatabaseDown
from bot.web.console.guard import Route

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from bot.db import Database
    from bot.domain.desk import DeskEntry
    from bot.domain.staff import StaffMember
    from bot.flow.staff_access import StaffAccess
    from bot.web.console.guard import Visit

# Seconds between two looks: a flag is on the screen within a second.
LOOK_EVERY: Final = 0.3
# A line is written a moment after the instant that it says, and clocks of several processes differ.
OVERLAP: Final = 5 * SECOND
# A proxy closes what is silent, and a session may have ended meanwhile.
SIGN_OF_LIFE: Final = 20.0


@dataclass(eq=False)
class Screen:
    """An open page: whose it is, which conversation it shows, and what it has not been told yet."""

    member: StaffMember
    chat: str | None = None
    news: set[str] = field(default_factory=set)
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, entry: DeskEntry) -> None:
        """Take note that a line has changed, where it is any of his business."""
        if self.member.sees(entry.store_id):
            self.news.add("desk")
            if entry.id == self.chat:
                self.news.add("chat")
            self.woken.set()


@dataclass
class Seen:
    """Which versions of lines were told of lately; ``known`` holds version and instant by line."""

    known: dict[str, tuple[int, int]] = field(default_factory=dict)
    newest: int = 0

    def since(self, now: int) -> int:
        """Return from when on changes are asked for."""
        return max(self.newest, now - OVERLAP) - OVERLAP

    def news(self, changed: Iterable[DeskEntry], now: int) -> list[DeskEntry]:
        """Return lines in a version that was not seen before, and forget those that can't come again."""
        found = [entry for entry in changed if self.known.get(entry.id, (0, 0))[0] < entry.version]
        self.known |= {entry.id: (entry.version, entry.changed_at) for entry in found}
        self.newest = max([self.newest, *(entry.changed_at for entry in found)])
        oldest = min(self.newest, now - OVERLAP) - 2 * OVERLAP
        self.known = {key: seen for key, seen in self.known.items() if seen[1] >= oldest}
        return found


class Live:
    """Tells open screens that something has changed; they ask for what they show themselves."""

    def __init__(self, db: Database, clock: Callable[[], int]) -> None:
        self._db = db
        self._clock = clock
        self._screens: set[Screen] = set()
        self._seen = Seen()
        self._closed = False

    async def keep_watching(self, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Look at the desk for ever, as long as a screen is open."""
        while True:
            await pause(LOOK_EVERY)
            if self._screens:
                await self.look()

    async def look(self) -> None:
        """Tell every screen what has changed since the last look."""
        now = self._clock()
        try:
            changed = await self._db.desk.changed_since(self._seen.since(now))
        except DatabaseDown:
            return
        for entry in self._seen.news(changed, now):
            for screen in self._screens:
                screen.tell(entry)

    def open(self, screen: Screen) -> None:
        """Add a screen."""
        self._screens.add(screen)

    def leave(self, screen: Screen) -> None:
        """Take a screen away."""
        self._screens.discard(screen)

    async def close(self, _app: web.Application | None = None) -> None:
        """End every open answer, so that the server need not wait for them."""
        self._closed = True
        for screen in self._screens:
            screen.woken.set()

    def routes(self, access: StaffAccess, cookie: Callable[[web.Request], str]) -> Sequence[Route]:
        """Return the lines of the table; ``cookie`` tells the session of a request."""

        async def stream(visit: Visit) -> web.StreamResponse:
            return await self._stream(visit, access, cookie(visit.request))

        return (Route("GET", "/live", "read", stream, passive=True),)

    async def _stream(self, visit: Visit, access: StaffAccess, cookie: str) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"})
        await response.prepare(visit.request)
        screen = Screen(visit.member, visit.request.query.get("chat"))
        self.open(screen)
        try:
            await response.write(b": open\n\n")
            while not self._closed and await access.session(cookie, self._clock(), passive=True) is not None:
                await response.write(await _next(screen))
        except (ConnectionResetError, DatabaseDown):
            pass
        finally:
            self.leave(screen)
        return response


async def _next(screen: Screen) -> bytes:
    """Wait for news and return them as they are sent, or a sign of life."""
    try:
        async with asyncio.timeout(SIGN_OF_LIFE):
            await screen.woken.wait()
    except TimeoutError:
        return b": still here\n\n"
    screen.woken.clear()
    news, screen.news = sorted(screen.news), set()
    return b"".join(f"event: {name}\ndata: changed\n\n".encode() for name in news)
