"""The page ``/overview``. It reads days that were counted beforehand, however many messages there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from aiohttp import web

from bot.domain.daily import blank_day, day_id
from bot.domain.staff import may
from bot.flow.overview.figures import Figures, figures, together
from bot.web.console.guard import PREFIX, Route
from bot.web.console.overview import messages, money, people
from bot.web.console.overview.download import as_csv
from bot.web.console.overview.numerals import NONE, Numerals
from bot.web.console.overview.parts import Scope
from bot.web.console.overview.period import CHOICES, Period, period_of
from bot.web.console.pages_of import ADMIN, MENU

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.daily import Day
    from bot.domain.rating import Rating
    from bot.domain.store import Store
    from bot.web.console.guard import Visit
    from bot.web.console.overview.parts import Headline, Section
    from bot.web.console.pages_of import Pages

_PATH: Final = "/overview"
_COMMENTS: Final = 12


@dataclass(frozen=True, slots=True)
class _Found:
    """What a visit asks for: figures of now, their sum before (``None``: nothing to compare with), and comments."""

    period: Period
    now: Figures
    before: Day | None
    comments: tuple[Rating, ...]


class Overview:
    """The page, and its days as a file."""

    def __init__(self, db: Database, pages: Pages, stores: Mapping[str, Store]) -> None:
        self._db = db
        self._pages = pages
        self._stores = stores

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (Route("GET", _PATH, "see_overview", self.page), Route("GET", f"{_PATH}.csv", "see_overview", self.download))

    async def page(self, visit: Visit) -> web.StreamResponse:
        """Show the page."""
        found = await self._find(self._period(visit))
        period, numerals = found.period, Numerals(visit.words)
        scope = Scope(numerals, found.now, found.before, period.running)
        return self._pages.show(
            visit,
            "overview.html",
            period=period,
            span=_span(numerals, period),
            choices=[(one, f"{PREFIX}{_PATH}?{period.address(choice=one)}") for one in CHOICES],
            stores=self._seen(visit),
            tiles=_tiles(scope),
            sections=_sections(scope, found, visit),
            csv=f"{PREFIX}{_PATH}.csv?{period.address()}",
            counted_at=found.now.counted_at,
            compared=found.before is not None,
            sample=found.now.total.sample,
            zone=period.stores[0].timezone,
        )

    async def download(self, visit: Visit) -> web.StreamResponse:
        """Send the days as a file, one line for each day and store."""
        period = self._period(visit)
        days = await self._db.daily.get_many([day_id(store.id, day) for store in period.stores for day in period.dates])
        named = f"-{period.store}" if period.store else ""
        name = quote(f"wasla{named}-{period.dates[0]}-{period.dates[-1]}.csv")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return web.Response(body=as_csv(days.values()), content_type="text/csv", charset="utf-8", headers=headers)

    def _seen(self, visit: Visit) -> list[Store]:
        return [store for store in self._stores.values() if visit.member.sees(store.id)]

    def _period(self, visit: Visit) -> Period:
        stores = self._seen(visit)
        if not stores:
            raise web.HTTPNotFound
        return period_of(visit.request.query, stores, visit.now)

    async def _find(self, period: Period) -> _Found:
        dates = (*period.before, *period.dates)
        days = await self._db.daily.get_many([day_id(store.id, day) for store in period.stores for day in dates])
        now, before = figures(days.values(), period.dates), together(days.values(), period.before)
        since, until = _instants(period)
        comments = await self._db.ratings.comments([store.id for store in period.stores], since, until, _COMMENTS)
        return _Found(period, now, before, tuple(comments))


def _tiles(scope: Scope) -> tuple[Headline, ...]:
    return (
        people.conversations_tile(scope),
        people.alone_tile(scope),
        people.time_tile(scope, scope.t("overview_times.responses"), _responses),
        people.time_tile(scope, scope.t("overview_times.resolutions"), _resolutions),
        people.satisfaction_tile(scope),
        money.cost_tile(scope),
    )


def _sections(scope: Scope, found: _Found, visit: Visit) -> tuple[Section, ...]:
    zones = {store.id: store.timezone for store in found.period.stores}
    return (
        people.conversations(scope),
        people.flags(scope),
        people.responses(scope),
        people.resolutions(scope),
        messages.delivery(scope),
        messages.failures(scope),
        messages.unsaid(scope),
        money.costs(scope),
        money.savings(scope),
        people.satisfaction(scope, found.comments, lambda one: visit.words.moment(one.at, zones[one.store_id])),
        messages.misunderstood(scope, _teach(visit)),
    )


def _teach(visit: Visit) -> str | None:
    """Return the page where the bot is taught, if there is one and he may."""
    found = (path for path, _, deed in (*MENU, *ADMIN) if path.endswith("/teach") and may(visit.member.role, deed))
    return next((f"{PREFIX}{path}" for path in found), None)


def _span(numerals: Numerals, period: Period) -> str:
    first, last = (numerals.day(day.isoformat(), year=True) for day in (period.dates[0], period.dates[-1]))
    return first if first == last else f"{first} {NONE} {last}"


def _instants(period: Period) -> tuple[int, int]:
    ends = [blank_day(store.id, day, store.timezone) for store in period.stores for day in (period.dates[0], period.dates[-1])]
    return min(day.starts_at for day in ends), max(day.ends_at for day in ends)


def _responses(day: Day) -> tuple[int, ...]:
    return day.responses


def _resolutions(day: Day) -> tuple[int, ...]:
    return day.resolutions
