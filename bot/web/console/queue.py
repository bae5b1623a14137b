"""The queue: who needs a person, the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args
from urllib.parse import quote, urlencode

from bot.db.desk import Filters, Place, Tab
from bot.domain.clock import HOUR
from bot.domain.conversation import FlagReason
from bot.flow.desk_search import find_on_desk
from bot.web.console.guard import PREFIX, Route, whole_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiohttp import web

    from bot.db import Database
    from bot.domain.desk import DeskEntry
    from bot.domain.store import Store
    from bot.web.console.guard import Visit
    from bot.web.console.pages_of import Pages

TABS: Final[tuple[Tab, ...]] = get_args(Tab)
REASONS: Final[tuple[FlagReason, ...]] = get_args(FlagReason)
PAGE: Final = 50
_SOON: Final = 2 * HOUR


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is shown: milliseconds until the window closes (negative: closed), and that somebody has waited; ``late`` past the target."""

    entry: DeskEntry
    left: int
    waited: int | None
    late: bool
    href: str

    @property
    def window(self) -> str:
        """Say how the customer service window stands: closed, about to close, or open."""
        return "closed" if self.left <= 0 else "soon" if self.left <= _SOON else "open"


class Queue:
    """The first page of the console."""

    def __init__(self, db: Database, pages: Pages, stores: Mapping[str, Store], languages: Sequence[str]) -> None:
        self._db = db
        self._pages = pages
        self._stores = stores
        self._languages = sorted(languages)

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (Route("GET", "/", "read", self.page), Route("GET", "/queue", "read", self.lines, passive=True))

    async def page(self, visit: Visit) -> web.StreamResponse:
        """Show the whole page."""
        return await self._show(visit, "queue.html")

    async def lines(self, visit: Visit) -> web.StreamResponse:
        """Show what changes by itself: counters and lines."""
        return await self._show(visit, "_queue.html")

    async def _show(self, visit: Visit, name: str) -> web.StreamResponse:
        query = visit.request.query
        filters = self._filters(visit)
        stores = [store for store in self._stores.values() if visit.member.sees(store.id)]
        words = query.get("q", "").strip()
        if words:
            found, after = tuple(await find_on_desk(self._db, stores, words, visit.now)), None
        else:
            page = await self._db.desk.queue(filters, visit.now, PAGE, _place(query.get("after", "")))
            found, after = page.entries, page.next
        people = {member.id: member.name for member in await self._db.staff.all()}
        return self._pages.show(
            visit,
            name,
            tabs=[(tab, _address("/", query, tab=tab, after=None)) for tab in TABS],
            counters=await self._db.desk.counters(filters),
            lines=[_line(entry, visit.now) for entry in found],
            next=_address("/", query, after=f"{int(after.late)}:{after.at}:{after.id}") if after else None,
            again=_address("/queue", query),
            filters=filters,
            search=words,
            stores=stores,
            languages=self._languages,
            reasons=REASONS,
            teams=await self._db.teams.of_stores([store.id for store in stores]),
            people=people,
            store_names={store.id: store.name for store in stores},
        )

    def _filters(self, visit: Visit) -> Filters:
        query = visit.request.query
        allowed = [store for store in self._stores if visit.member.sees(store)]
        wanted = [store for store in allowed if store == query.get("store")]
        return Filters(
            tab=next((tab for tab in TABS if tab == query.get("tab")), "all"),
            me=visit.member.id,
            # Nobody sees more by asking for a store that is not his.
            stores=tuple(wanted or (allowed if visit.member.stores else ())),
            language=query.get("language") or None,
            label=query.get("label", "").strip() or None,
            phone_number_id=query.get("number") or None,
            team=query.get("team") or None,
            reason=next((reason for reason in REASONS if reason == query.get("reason")), None),
        )


def _line(entry: DeskEntry, now: int) -> Line:
    waited = None if entry.waiting_since is None else max(0, now - entry.waiting_since)
    is_open = entry.state == "open"
    return Line(entry, entry.closes_at - now, waited, is_open and entry.due_at <= now, f"{PREFIX}/chats/{quote(entry.id, safe='')}")


def _place(text: str) -> Place | None:
    late, _, rest = text.partition(":")
    at, _, key = rest.partition(":")
    instant = whole_number(at)
    return Place(late == "1", instant, key) if instant is not None and key else None


def _address(path: str, query: Mapping[str, str], **changes: str | None) -> str:
    """Return an address with the same filters but for some."""
    kept = {name: query[name] for name in ("tab", "store", "number", "language", "label", "team", "reason", "q", "after") if query.get(name)}
    given = {name: value for name, value in {**kept, **changes}.items() if value}
    return f"{PREFIX}{path}" + (f"?{urlencode(given)}" if given else "")
