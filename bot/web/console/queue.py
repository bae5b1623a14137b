"""The queue: who needs a person, the most urgent first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, get_args
from urllib.parse import urlencode

from bot.db.desk import Filters, Place, Tab
from bot.domain.conversation import FlagReason
from bot.web.console import mentions
from bot.web.console.guard import PREFIX, Route, whole_number
from bot.web.console.lines import Lines, Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiohttp import web
    from markupsafe import Markup

    from bot.db import Database
    from bot.db.desk import Counters
    from bot.domain.canned import Team
    from bot.domain.store import Store
    from bot.web.console.feed import Feed
    from bot.web.console.guard import Visit
    from bot.web.console.pages_of import Pages

TABS: Final[tuple[Tab, ...]] = get_args(Tab)
REASONS: Final[tuple[FlagReason, ...]] = get_args(FlagReason)
_FILTERS: Final = ("store", "number", "language", "label", "team", "reason")


class Queue:
    """The first page of the console."""

    def __init__(self, db: Database, pages: Pages, stores: Mapping[str, Store], languages: Sequence[str], feed: Feed) -> None:
        self._db = db
        self._pages = pages
        self._stores = stores
        self._languages = sorted(languages)
        self._feed = feed
        self._lines = Lines(db, pages, feed)

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (Route("GET", "/", "read", self.page), Route("GET", "/queue", "read", self.lines, passive=True))

    async def page(self, visit: Visit) -> web.StreamResponse:
        """Show the whole page, as things stand at this very moment."""
        filters, wanted = self._wanted(visit)
        counters = await self._feed.counters(filters, visit.now, own=True)
        shown = await self._lines.draw(visit, wanted) if wanted is not None else await self._mentions(visit)
        teams = await self._db.teams.of_stores([store.id for store in self._of(visit)])
        return await self._show(visit, "queue.html", counters, shown, teams)

    async def lines(self, visit: Visit) -> web.StreamResponse:
        """Show what changes by itself: counters and lines. Every open screen asks at every change."""
        filters, wanted = self._wanted(visit)
        counters = await self._feed.counters(filters, visit.now)
        shown = await self._lines.drawn(visit, wanted) if wanted is not None else await self._mentions(visit)
        return await self._show(visit, "_queue.html", counters, shown)

    async def _show(self, visit: Visit, name: str, counters: Counters, shown: Markup, teams: Sequence[Team] = ()) -> web.StreamResponse:
        query = visit.request.query
        filters, wanted = self._wanted(visit)
        return self._pages.show(
            visit,
            name,
            tab=mentions.TAB if wanted is None else filters.tab,
            tabs=[(one, _address("/", query, tab=one, after=None, q=None)) for one in (*TABS, mentions.TAB)],
            counters=counters,
            unread=await mentions.unread(self._db, visit),
            shown=shown,
            again=_address("/queue", query),
            filters=filters,
            search=wanted.words if wanted is not None else "",
            stores=self._of(visit),
            languages=self._languages,
            reasons=REASONS,
            teams=teams,
            filtered=any(query.get(one) for one in _FILTERS),
        )

    async def _mentions(self, visit: Visit) -> Markup:
        stores = self._of(visit)
        named = await mentions.named(self._db, visit)
        return self._pages.piece(visit, "_mentions.html", named=named, stores=stores, store_names={store.id: store.name for store in stores})

    def _of(self, visit: Visit) -> tuple[Store, ...]:
        return tuple(store for store in self._stores.values() if visit.member.sees(store.id))

    def _wanted(self, visit: Visit) -> tuple[Filters, Wanted | None]:
        """Return what the address asks for; ``None`` where it is the notes that name whoever asks."""
        query = visit.request.query
        filters, words = self._filters(visit), query.get("q", "").strip()
        if query.get("tab") == mentions.TAB and not words:
            return filters, None
        # Whose "mine" it is matters to that tab alone: the others look the same to everybody.
        shared = filters if filters.tab == "mine" else replace(filters, me=None)
        address = _address("/", query, after=None)
        return filters, Wanted(shared, self._of(visit), words, _place(query.get("after", "")), address, visit.words.language)

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


def _place(text: str) -> Place | None:
    late, _, rest = text.partition(":")
    at, _, key = rest.partition(":")
    instant = whole_number(at)
    return Place(late == "1", instant, key) if instant is not None and key else None


def _address(path: str, query: Mapping[str, str], **changes: str | None) -> str:
    """Return an address with the same filters but for some."""
    kept = {name: query[name] for name in ("tab", *_FILTERS, "q", "after") if query.get(name)}
    given = {name: value for name, value in {**kept, **changes}.items() if value}
    return f"{PREFIX}{path}" + (f"?{urlencode(given)}" if given else "")
