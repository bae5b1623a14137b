"""Live screens by server-sent events."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.db.away import AWAY
from bot.web.console.feed import Feed
from bot.web.console.guard import Route
from bot.web.console.watching import Watching

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.db import Database
    from bot.domain.desk import DeskEntry
    from bot.domain.staff import StaffMember
    from bot.flow.staff_access import StaffAccess
    from bot.web.console.guard import Visit

# Seconds between two looks: a flag is on the screen within a second.
LOOK_EVERY: Final = 0.25
# Seconds that a screen is left in peace after it was told something: what comes meanwhile is told at once afterwards.
BREATH: Final = 0.35
# A proxy closes what is silent, and a session may have ended meanwhile.
SIGN_OF_LIFE: Final = 20.0
_CUT_SHORT: Final[tuple[type[Exception], ...]] = (ConnectionResetError, *AWAY)


@dataclass(eq=False)
class Screen:
    """An open page: whose it is, which conversation of which store it shows, and what it has not been told yet."""

    member: StaffMember
    chat: str | None = None
    store: str | None = None
    news: set[str] = field(default_factory=set)
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    request: web.Request | None = None

    @property
    def gone(self) -> bool:
        """Whether its window was closed; a server hears of that only when it writes the next time."""
        return self.request is not None and (self.request.transport is None or self.request.transport.is_closing())

    def tell(self, entry: DeskEntry) -> None:
        """Take note that a line has changed, where it is any of his business."""
        if self.member.sees(entry.store_id):
            self.news.add("desk")
            if entry.id == self.chat:
                self.news.add("chat")
            self.woken.set()

    @property
    def place(self) -> str | None:
        """The conversation that he has in front of him; of a store that is not his any more there is none."""
        return self.chat if self.store is not None and self.member.sees(self.store) else None

    def tell_who_is_there(self) -> None:
        """Take note that somebody has come to his conversation, has left it, or types."""
        self.news.add("presence")
        self.woken.set()


class Live:
    """Tells open screens that something has changed; they ask for what they show themselves."""

    def __init__(self, db: Database, clock: Callable[[], int]) -> None:
        self._db = db
        self._clock = clock
        self._screens: set[Screen] = set()
        self._ended = asyncio.Event()
        self.feed = Feed(db)
        self.watching = Watching(db)

    async def keep_watching(self, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Look at the desk for ever, as long as a screen is open or the desk is a large one."""
        while True:
            await pause(LOOK_EVERY)
            if self._screens or self.watching.known or self.feed.wants_looks:
                await self.look()

    async def look(self) -> None:
        """Tell every screen what has changed since the last look."""
        now = self._clock()
        for screen in [one for one in self._screens if one.gone]:
            self.leave(screen)
        try:
            news = await self.feed.look(now)
            moved = await self.watching.look([(one.place, one.member) for one in self._screens if one.place is not None], now)
        except AWAY:
            return
        for entry in news:
            for screen in self._screens:
                screen.tell(entry)
        for screen in self._screens:
            if screen.place in moved:
                screen.tell_who_is_there()

    def open(self, screen: Screen) -> None:
        """Add a screen."""
        self._screens.add(screen)

    def leave(self, screen: Screen) -> None:
        """Take a screen away."""
        self._screens.discard(screen)
        screen.woken.set()

    async def close(self, _app: web.Application | None = None) -> None:
        """End every open answer, so that the server need not wait for them."""
        self._ended.set()
        for screen in self._screens:
            screen.woken.set()

    def routes(self, access: StaffAccess, cookie: Callable[[web.Request], str]) -> Sequence[Route]:
        """Return the lines of the table; ``cookie`` tells the session of a request."""

        async def stream(visit: Visit) -> web.StreamResponse:
            return await self._stream(visit, access, cookie(visit.request))

        return (Route("GET", "/live", "read", stream, passive=True),)

    async def _stream(self, visit: Visit, access: StaffAccess, cookie: str) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"})
        screen = Screen(visit.member, *await self._shown(visit), request=visit.request)
        self.open(screen)
        try:
            # Who opens page after page has left this one before it is answered.
            await response.prepare(visit.request)
            await response.write(b": open\n\n")
            while (
                not self._ended.is_set()
                and screen in self._screens
                and (who := await access.session(cookie, self._clock(), passive=True)) is not None
            ):
                screen.member = who.member
                await response.write(await _next(screen))
                await self._breathe()
        except _CUT_SHORT:
            pass
        finally:
            self.leave(screen)
        return response

    async def _breathe(self) -> None:
        """Wait a moment, so that a page under load asks a few times a second and not at every change."""
        with suppress(TimeoutError):
            async with asyncio.timeout(BREATH):
                await self._ended.wait()

    async def _shown(self, visit: Visit) -> tuple[str | None, str | None]:
        """Return the conversation that a page shows and its store; nobody is told of one that is not his, nor is he said to be there."""
        key = visit.request.query.get("chat", "")
        chat = (await self._db.conversations.get_many([key])).get(key) if key else None
        return (chat.id, chat.store_id) if chat is not None and visit.member.sees(chat.store_id) else (None, None)


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
