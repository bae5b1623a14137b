"""The audit log: who did what, when and from where, with filters, and as a file for other programs."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from aiohttp import web
from babel.numbers import format_decimal

from bot.db.audit import AuditFilter, AuditPlace
from bot.domain.clock import to_instant
from bot.domain.staff_rules import may_know
from bot.flow.audit_log import MOST_LOOKED_AT, Meant, as_csv, is_meant, read_log, visible
from bot.flow.desk_search import find_on_desk
from bot.web.console.admin.noted import note
from bot.web.console.admin.told import details
from bot.web.console.guard import PREFIX, Route, whole_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.db import Database
    from bot.domain.staff import AuditEntry, StaffMember
    from bot.domain.store import Store
    from bot.flow.audit_log import AuditPage
    from bot.web.console.guard import Visit
    from bot.web.console.pages_of import Pages
    from bot.web.console.words import Words

PAGE: Final = 100
MOST_ROWS: Final = 20_000
_MOST_READ: Final = 1_000_000
_FIELDS: Final = ("who", "what", "store", "text", "since", "until")
# Whom a filter means by "nobody": who was not let in, and the command line.
NOBODY: Final = "-"


class AuditPages:
    """The page ``/admin/audit``; entries are deleted after ``days``, or never."""

    def __init__(self, db: Database, pages: Pages, stores: Mapping[str, Store], days: int | None) -> None:
        self._db = db
        self._pages = pages
        self._stores = stores
        self._days = days

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (
            Route("GET", "/admin/audit", "see_audit", self.page),
            Route("GET", "/admin/audit/file", "see_audit", self.file),
        )

    async def page(self, visit: Visit) -> web.StreamResponse:
        """Show the newest entries, or those that the filters leave."""
        people = await self._people()
        found = await self._found(visit, people, PAGE, _place(visit.request.query.get("after", "")))
        filters = {name: visit.request.query.get(name, "") for name in _FIELDS}
        older = None if found.next is None else f"?{urlencode({**_given(filters), 'after': f'{found.next.at}:{found.next.id}'})}"
        return self._pages.show(
            visit,
            "audit.html",
            entries=found.entries,
            names={member.id: member.name for member in people.values()},
            chats=await self._chats(found.entries),
            said=lambda what: _said(visit.words, what),
            details=lambda entry: details(visit.words, entry, self._stores),
            people=sorted((one for one in people.values() if may_know(visit.member, one)), key=lambda one: one.name.casefold()),
            deeds=_deeds(visit.words),
            stores=[store for store in self._stores.values() if visit.member.sees(store.id)],
            filters=filters,
            filtered=bool(_given(filters)),
            file=f"{PREFIX}/admin/audit/file?{urlencode(_given(filters))}",
            older=older,
            zone=self._zone(visit),
            days=self._days,
            nobody=NOBODY,
            most=format_decimal(MOST_ROWS, locale=visit.words.catalogue.locale),
        )

    async def file(self, visit: Visit) -> web.StreamResponse:
        """Send what the filters leave as a table; that somebody took it is noted, too."""
        people = await self._people()
        found = await self._found(visit, people, MOST_ROWS, most=_MOST_READ)
        await note(self._db, visit, "audit_taken", f"{len(found.entries)}: {urlencode(_given(visit.request.query))}")
        name = f"wasla-audit-{datetime.fromtimestamp(visit.now / 1000, ZoneInfo(self._zone(visit))):%Y-%m-%d}.csv"
        # Without a mark at its beginning Excel takes the file for one of its own old code pages.
        body = b"\xef\xbb\xbf" + (await asyncio.to_thread(as_csv, found.entries, people, self._stores)).encode("utf-8", "replace")
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return web.Response(body=body, content_type="text/csv", charset="utf-8", headers=headers)

    async def _found(
        self, visit: Visit, people: Mapping[str, StaffMember], limit: int, after: AuditPlace | None = None, most: int = MOST_LOOKED_AT
    ) -> AuditPage:
        keep = await self._keep(visit, people)
        query, zone = visit.request.query, self._zone(visit)
        who = query.get("who", "")
        wanted = AuditFilter(
            staff_id="" if who == NOBODY else who or None,
            what=query.get("what") or None,
            since=_midnight(query.get("since", ""), zone),
            until=_midnight(query.get("until", ""), zone, days=1),
        )
        return await read_log(self._db, wanted, keep, limit, after, most)

    async def _keep(self, visit: Visit, people: Mapping[str, StaffMember]) -> Callable[[AuditEntry], bool]:
        """Return what tells whether an entry is shown: it is his business, and the filters leave it."""
        text = visit.request.query.get("text", "").strip()
        mine = [store for store in self._stores.values() if visit.member.sees(store.id)]
        found = await find_on_desk(self._db, mine, text, visit.now) if text else []
        meant = Meant(visit.request.query.get("store", ""), (text, *(entry.id for entry in found)) if text else ())
        return lambda entry: is_meant(entry, meant, self._stores) and visible(entry, visit.member, people, self._stores)

    async def _people(self) -> dict[str, StaffMember]:
        return {member.id: member for member in await self._db.staff.all()}

    async def _chats(self, entries: Sequence[AuditEntry]) -> dict[str, tuple[str, str]]:
        """Return the address and the customer of each conversation that is named."""
        ids = sorted({entry.about for entry in entries if entry.what.startswith("chat_")})
        lines = await self._db.desk.get_many(ids)
        return {key: (f"{PREFIX}/chats/{quote(key, safe='')}", line.name or key) for key, line in lines.items()}

    def _zone(self, visit: Visit) -> str:
        """Return the zone of the reader's first store."""
        return next((store.timezone for store in self._stores.values() if visit.member.sees(store.id)), "UTC")


def _given(filters: Mapping[str, str]) -> dict[str, str]:
    return {name: filters[name] for name in _FIELDS if filters.get(name)}


def _place(text: str) -> AuditPlace | None:
    at, _, key = text.partition(":")
    number = whole_number(at)
    return None if number is None else AuditPlace(number, key)


def _midnight(text: str, zone: str, days: int = 0) -> int | None:
    """Return when a day begins somewhere, or ``days`` later; ``None`` for what is no day."""
    try:
        day = date.fromisoformat(text) + timedelta(days=days)
        return to_instant(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)))
    except (ValueError, OverflowError):
        return None


def _said(words: Words, what: str) -> str:
    """Return a deed in words; one that a later release has written as it is called there."""
    return words.t(f"deed.{what}") if f"deed.{what}" in words.catalogue.messages else what


def _deeds(words: Words) -> list[tuple[str, str]]:
    """Return every deed with its words, in their order."""
    names = [name.removeprefix("deed.") for name in words.catalogue.messages if name.startswith("deed.")]
    return sorted(((name, _said(words, name)) for name in names), key=lambda one: one[1].casefold())
