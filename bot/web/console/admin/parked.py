"""Parked items: what could not be handled, why, and once more after a fix."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.domain.clock import to_instant
from bot.domain.staff import Fact, may
from bot.flow.parked import Wanted, matching, readable, redacted, replay, store_ids
from bot.web.console.admin.noted import note
from bot.web.console.guard import PREFIX, Route, whole_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.connectors.base import Connector
    from bot.db import Database
    from bot.domain.inbox import Parked
    from bot.domain.store import Store
    from bot.web.console.guard import Visit
    from bot.web.console.pages_of import Pages

KINDS: Final = ("message", "status", "identity", "account", "event", "unknown")
PAGE: Final = 25
_MOST: Final = 1_000
_LONGEST: Final = 20_000
_LONGEST_REASON: Final = 200
_FIELDS: Final = ("kind", "store", "reason", "since", "until")
_WRONG: Final = 422


@dataclass(frozen=True, slots=True)
class Line:
    """A parked item as it is shown: ``text`` is what it holds, as far as the reader may see it."""

    item: Parked
    stores: tuple[str, ...]
    text: str
    cut: bool


class ParkedPages:
    """The page ``/admin/parked``."""

    def __init__(self, db: Database, pages: Pages, stores: Mapping[str, Store], connectors: Mapping[str, Connector[Any]]) -> None:
        self._db = db
        self._pages = pages
        self._stores = stores
        self._connectors = connectors
        self._numbers: dict[str, list[str]] = defaultdict(list)
        for store in stores.values():
            self._numbers[store.phone_number_id].append(store.id)

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (
            Route("GET", "/admin/parked", "resend", self.page),
            Route("POST", "/admin/parked/replay", "resend", self.replay),
            Route("POST", "/admin/parked/discard", "configure", self.discard),
        )

    async def page(self, visit: Visit) -> web.StreamResponse:
        """Show what is parked, the oldest first."""
        return await self._show(visit)

    async def replay(self, visit: Visit) -> web.StreamResponse:
        """Hand one item in again, or all that the filters leave."""
        stored = left = 0
        for item in await self._meant(visit):
            came_of = await replay(self._db, item, visit.now, self._connectors)
            stored, left = stored + came_of.stored, left + len(came_of.parked)
            await note(self._db, visit, "parked_replayed", item.id, self._store(item))
        return _back(visit.form, done="replayed", stored=str(stored), left=str(left))

    async def discard(self, visit: Visit) -> web.StreamResponse:
        """Throw one item away, with the reason for it."""
        reason = " ".join(visit.form.get("because", "").split())[:_LONGEST_REASON]
        if not reason:
            return await self._show(visit, wrong="no_reason")
        for item in (await self._meant(visit))[:1]:
            await self._db.parked.remove(item.id)
            await note(self._db, visit, "parked_discarded", f"{item.id}: {reason}", self._store(item), (Fact("of", item.id), Fact("reason", reason)))
        return _back(visit.form, done="discarded")

    async def _meant(self, visit: Visit) -> list[Parked]:
        """Return the item that a form names, or all that are filtered; what somebody may not see is not there."""
        item_id = visit.form.get("id", "")
        if not item_id and visit.form.get("all") == "1":
            return await self._found(visit, visit.form)
        item = await self._db.parked.get(item_id)
        if item is None or not self._sees(visit, item):
            raise web.HTTPNotFound
        return [item]

    async def _found(self, visit: Visit, asked: Mapping[str, str]) -> list[Parked]:
        items = [item for item in await self._db.parked.all(_MOST) if self._sees(visit, item)]
        zone = self._zone(visit)
        since, until = _day(asked.get("since", ""), zone), _day(asked.get("until", ""), zone, days=1)
        wanted = Wanted(asked.get("kind", ""), asked.get("store", ""), asked.get("reason", "").strip(), since, until)
        return matching(items, wanted, self._numbers)

    def _sees(self, visit: Visit, item: Parked) -> bool:
        """Tell whether an item is any of his business; one that nobody can place is for those who see every store."""
        ids = store_ids(item, self._numbers)
        return any(visit.member.sees(store) for store in ids) if ids else not visit.member.stores

    def _store(self, item: Parked) -> str | None:
        """Return an item's store for the audit log, where it is one alone."""
        ids = store_ids(item, self._numbers)
        return ids[0] if len(ids) == 1 else None

    async def _show(self, visit: Visit, wrong: str | None = None) -> web.StreamResponse:
        asked = visit.form if wrong else visit.request.query
        found = await self._found(visit, asked)
        page = min(whole_number(asked.get("page", "")) or 0, max(0, (len(found) - 1) // PAGE))
        filters = {name: asked.get(name, "") for name in _FIELDS}
        query = visit.request.query
        return self._pages.show(
            visit,
            "parked.html",
            status=_WRONG if wrong else 200,
            lines=[self._line(visit, item) for item in found[page * PAGE : (page + 1) * PAGE]],
            count=len(found),
            filters=filters,
            filtered=any(filters.values()),
            page=page,
            earlier=_address(filters, page=str(page - 1)) if page else None,
            later=_address(filters, page=str(page + 1)) if len(found) > (page + 1) * PAGE else None,
            kinds=KINDS,
            stores=[store for store in self._stores.values() if visit.member.sees(store.id)],
            wrong=wrong,
            wrong_id=visit.form.get("id", ""),
            done=next((one for one in ("replayed", "discarded") if one == query.get("done")), None),
            stored=whole_number(query.get("stored", "")) or 0,
            left=whole_number(query.get("left", "")) or 0,
            zone=self._zone(visit),
        )

    def _line(self, visit: Visit, item: Parked) -> Line:
        text = readable(item)
        if not may(visit.member.role, "configure"):
            text = redacted(text)
        names = tuple(self._stores[store].name for store in store_ids(item, self._numbers) if store in self._stores)
        return Line(item, names, text[:_LONGEST], len(text) > _LONGEST)

    def _zone(self, visit: Visit) -> str:
        return next((store.timezone for store in self._stores.values() if visit.member.sees(store.id)), "UTC")


def _day(text: str, zone: str, *, days: int = 0) -> int | None:
    """Return the instant at which a day (ISO) begins where the shop is, some days later; ``None`` for what is no day."""
    try:
        day = date.fromisoformat(text) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return to_instant(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)))


def _address(filters: Mapping[str, str], **more: str) -> str:
    given = {name: value for name, value in {**{name: filters.get(name, "") for name in _FIELDS}, **more}.items() if value}
    return f"{PREFIX}/admin/parked" + (f"?{urlencode(given)}" if given else "")


def _back(form: Mapping[str, str], **more: str) -> web.Response:
    return web.Response(status=303, headers={"Location": _address(form, **more)})
