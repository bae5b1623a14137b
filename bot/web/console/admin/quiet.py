"""Quiet hours: when no notices go out, a part of the page of the hours."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.domain.hours import clock_text
from bot.domain.rules import QuietHours
from bot.domain.staff import Fact
from bot.domain.store_choices import QuietChoice
from bot.web.console.admin.choosing import back, change, seal, store_of
from bot.web.console.admin.noted import note
from bot.web.console.guard import Route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp import web

    from bot.db import Database
    from bot.domain.store import Store
    from bot.flow.store_choices import StoreBook
    from bot.web.console.guard import Visit

_PATH: Final = "/admin/hours"
_TIME: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_WRONG: Final = ("unreadable", "late")


@dataclass(frozen=True, slots=True)
class QuietView:
    """What the page shows: both times (``HH:MM``, empty where there are none), whether they were chosen here, and what was wrong."""

    start: str
    end: str
    chosen: bool
    seen: str
    urgent: Sequence[str]
    wrong: str | None


class QuietPages:
    """Saves the quiet hours of each store; they are in force at once, in other processes after some seconds."""

    def __init__(self, db: Database, book: StoreBook) -> None:
        self._db = db
        self._book = book

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (Route("POST", f"{_PATH}/quiet", "configure", self.save),)

    async def save(self, visit: Visit) -> web.StreamResponse:
        """Keep both times, none at all, or (``file``) what the file says; times that can't be read change nothing."""
        store = store_of(visit, self._book.stores)
        found, seen = _typed(visit.form.get("from", ""), visit.form.get("to", "")), visit.form.get("seen")
        if found is None and "file" not in visit.form:
            return back(_PATH, store, quiet="unreadable")
        of_file = QuietChoice(self._book.rules_of_file[store.id].quiet)
        kept = None if "file" in visit.form or found == of_file else found
        before = self._book.rules[store.id].quiet
        if await self._book.change(store.id, lambda one: replace(one, quiet=kept) if seal(one.quiet) == seen else None) is None:
            await self._book.refresh()
            return back(_PATH, store, quiet="late")
        after = self._book.rules[store.id].quiet
        if after != before:
            was, now = _told(before), _told(after)
            await note(self._db, visit, "quiet_changed", f"{store.id}: {change(was, now)}", store.id, (Fact("quiet", "", was, now),))
        return back(_PATH, store, done="quiet")


def quiet_view(visit: Visit, book: StoreBook, store: Store) -> QuietView:
    """Return the quiet hours of a store as the page shows them."""
    rules, chosen = book.rules[store.id], book.choices(store.id).quiet
    start, end = (clock_text(rules.quiet.start), clock_text(rules.quiet.end)) if rules.quiet else ("", "")
    wrong = next((one for one in _WRONG if one == visit.request.query.get("quiet")), None)
    return QuietView(start, end, chosen is not None, seal(chosen), sorted(rules.through_quiet), wrong)


def _typed(start: str, end: str) -> QuietChoice | None:
    """Return what two fields say, ``None`` where that is nothing: one time alone, or twice the same."""
    if not start.strip() and not end.strip():
        return QuietChoice()
    found = [_TIME.fullmatch(one.strip()) for one in (start, end)]
    minutes = [60 * int(one[1]) + int(one[2]) for one in found if one]
    return QuietChoice(QuietHours(*minutes)) if len(set(minutes)) == len(found) else None


def _told(quiet: QuietHours | None) -> str:
    return f"{clock_text(quiet.start)}-{clock_text(quiet.end)}" if quiet else "-"
