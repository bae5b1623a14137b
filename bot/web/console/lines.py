"""The lines of the queue as they are shown, drawn once for all screens that show the same."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from bot.db.desk import QueuePage
from bot.domain.clock import HOUR
from bot.flow.desk_search import find_on_desk, quotes
from bot.flow.desk_tally import chosen
from bot.web.console.guard import PREFIX
from bot.web.console.matters import matter

if TYPE_CHECKING:
    from markupsafe import Markup

    from bot.db import Database
    from bot.db.desk import Filters, Place
    from bot.domain.desk import DeskEntry
    from bot.domain.store import Store
    from bot.web.console.feed import Feed
    from bot.web.console.guard import Visit
    from bot.web.console.pages_of import Pages

PAGE: Final = 50
_SOON: Final = 2 * HOUR
# Milliseconds. Screens that were told of the same change ask within a moment; another process may have told them before ours has looked.
_KEPT: Final = 300
_MOST_KEPT: Final = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is shown: milliseconds until the window closes (negative: closed), and that somebody has waited; ``late`` past the target.

    ``matter`` is what a person was called for that the customer has not said.
    """

    entry: DeskEntry
    left: int
    waited: int | None
    late: bool
    href: str
    matter: str = ""

    @property
    def window(self) -> str:
        """Say how the customer service window stands: closed, about to close, or open."""
        return "closed" if self.left <= 0 else "soon" if self.left <= _SOON else "open"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to see: of which stores, chosen by filters or by words, from which place on; ``address`` shows it from the beginning."""

    filters: Filters
    stores: tuple[Store, ...]
    words: str
    after: Place | None
    address: str
    language: str


@dataclass
class _Drawn:
    turn: int
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    at: int = 0
    text: Markup | None = None


class Lines:
    """Reads and draws lines."""

    def __init__(self, db: Database, pages: Pages, feed: Feed) -> None:
        self._db = db
        self._pages = pages
        self._feed = feed
        self._drawn: dict[Wanted, _Drawn] = {}

    async def draw(self, visit: Visit, wanted: Wanted) -> Markup:
        """Return the lines of this very moment."""
        page = await self._found(visit, wanted)
        return self._pages.piece(
            visit,
            "_lines.html",
            lines=[_line(entry, visit) for entry in page.entries],
            quotes=await quotes(self._db, page.entries, wanted.words) if wanted.words else {},
            next=_address_of(page.next, wanted.address) if page.next else None,
            tab=wanted.filters.tab,
            search=wanted.words,
            people={member.id: member.name for member in await self._db.staff.all()},
            stores=wanted.stores,
            store_names={store.id: store.name for store in wanted.stores},
        )

    async def drawn(self, visit: Visit, wanted: Wanted) -> Markup:
        """Return lines for a page that was told of a change and asks by itself; it may share what was drawn for another since."""
        turn = self._feed.turn
        kept = self._drawn.get(wanted)
        if kept is None or kept.turn != turn:
            self._drawn = {key: one for key, one in self._drawn.items() if one.turn == turn} if len(self._drawn) < _MOST_KEPT else {}
            kept = self._drawn[wanted] = _Drawn(turn)
        async with kept.lock:
            if kept.text is None or visit.now - kept.at > _KEPT:
                kept.text, kept.at = await self.draw(visit, wanted), visit.now
            return kept.text

    async def _found(self, visit: Visit, wanted: Wanted) -> QueuePage:
        """Return the lines that words mean, wherever on the desk they are, or else a page of what the filters choose."""
        if wanted.words:
            return QueuePage(tuple(await find_on_desk(self._db, wanted.stores, wanted.words, visit.now)), None)
        return await chosen(self._db, self._feed.tally(visit.now), wanted.filters, visit.now, PAGE, wanted.after)


def _address_of(place: Place, address: str) -> str:
    mark = "&" if "?" in address else "?"
    return f"{address}{mark}after={int(place.late)}:{place.at}:{quote(place.id, safe='')}"


def _line(entry: DeskEntry, visit: Visit) -> Line:
    now = visit.now
    waited = None if entry.waiting_since is None else max(0, now - entry.waiting_since)
    is_open, told = entry.state == "open", matter(visit.words, entry.concerns, entry.error_code)
    return Line(entry, entry.closes_at - now, waited, is_open and entry.due_at <= now, f"{PREFIX}/chats/{quote(entry.id, safe='')}", told)
