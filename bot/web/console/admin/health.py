"""Health: how the numbers and templates stand at Meta, and what somebody has to do before something works again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.flow.template_health import STANDINGS, template_rows
from bot.flow.template_health import tally as tally_of
from bot.web.console.admin.noted import note
from bot.web.console.guard import PREFIX, Route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.number import NumberState
    from bot.domain.store import Store
    from bot.flow.template_health import Row, Standing
    from bot.web.console.guard import Visit
    from bot.web.console.pages_of import Pages

# What Meta calls the limit of users whom a portfolio may write to outside the window in 24 hours; another name is shown as it is.
_TIERS: Final = {"TIER_50": 50, "TIER_250": 250, "TIER_1K": 1_000, "TIER_2K": 2_000, "TIER_10K": 10_000, "TIER_100K": 100_000}
QUALITIES: Final = frozenset(("GREEN", "YELLOW", "RED", "UNKNOWN"))
NAME_STATES: Final = frozenset(("APPROVED", "AVAILABLE_WITHOUT_REVIEW", "PENDING_REVIEW", "DECLINED", "EXPIRED", "NONE"))
REASONS: Final = frozenset(("ABUSIVE_CONTENT", "INCORRECT_CATEGORY", "INVALID_FORMAT", "PROMOTIONAL", "SCAM", "TAG_CONTENT_MISMATCH"))
STATES: Final = frozenset((
    *("APPROVED", "PENDING", "IN_APPEAL", "REJECTED", "PAUSED", "DISABLED", "FLAGGED", "REINSTATED", "LOCKED", "ARCHIVED"),
    *("PENDING_DELETION", "DELETED", "LIMIT_EXCEEDED"),
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class NumberView:
    """A number with the stores that send from it; ``limit`` is how many users a day, where the name of the tier says so."""

    state: NumberState
    stores: tuple[str, ...]
    limit: int | None


@dataclass(frozen=True, slots=True)
class AccountView:
    """A business account: its stores, its templates, and how many stand in which way."""

    id: str
    stores: tuple[str, ...]
    rows: tuple[Row, ...]
    tally: Mapping[Standing, int]
    synced_at: int


class Health:
    """The page ``/admin/health``. ``accounts`` is the business account of each store, ``languages`` those of the notices."""

    def __init__(self, db: Database, pages: Pages, stores: Mapping[str, Store], accounts: Mapping[str, str], languages: Sequence[str]) -> None:
        self._db = db
        self._pages = pages
        self._stores = stores
        self._accounts = accounts
        self._languages = sorted(languages, key=lambda one: (one not in {"en", "ar"}, one))

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (Route("GET", "/admin/health", "configure", self.page), Route("POST", "/admin/health/seen", "configure", self.seen))

    async def page(self, visit: Visit) -> web.StreamResponse:
        """Show what the person may see."""
        stores = [store for store in self._stores.values() if visit.member.sees(store.id)]
        alerts = [alert for store in stores for alert in await self._db.alerts.open_of(store.id)]
        return self._pages.show(
            visit,
            "health.html",
            numbers=await self._numbers(stores),
            accounts=[
                await self._account(account, stores) for account in dict.fromkeys(self._accounts.get(store.id, "") for store in stores) if account
            ],
            alerts=sorted(alerts, key=lambda one: (one.seen_at is not None, -one.last_at)),
            people={member.id: member.name for member in await self._db.staff.all()},
            store_names={store.id: store.name for store in stores},
            standings=STANDINGS,
            known={"quality": QUALITIES, "name": NAME_STATES, "reason": REASONS, "state": STATES},
            zone=stores[0].timezone if stores else "UTC",
        )

    async def seen(self, visit: Visit) -> web.StreamResponse:
        """Note that somebody knows of an alert."""
        alert_id = visit.form.get("alert", "")
        alert = (await self._db.alerts.get_many([alert_id])).get(alert_id)
        if alert is None or not visit.member.sees(alert.store_id):
            raise web.HTTPNotFound
        if await self._db.alerts.seen(alert.id, visit.member.id, visit.now):
            await note(self._db, visit, "alert_seen", alert.id, alert.store_id)
        return web.Response(status=303, headers={"Location": f"{PREFIX}/admin/health"})

    async def _numbers(self, stores: Sequence[Store]) -> list[NumberView]:
        found = []
        for number in dict.fromkeys(store.phone_number_id for store in stores):
            state = await self._db.numbers.get(number)
            names = tuple(store.name for store in stores if store.phone_number_id == number)
            found.append(NumberView(state, names, _TIERS.get(state.tier or "")))
        return found

    async def _account(self, account: str, stores: Sequence[Store]) -> AccountView:
        copies = await self._db.templates.of_account(account)
        rows = template_rows(copies, self._languages)
        names = tuple(store.name for store in stores if self._accounts.get(store.id) == account)
        return AccountView(account, names, rows, tally_of(rows), max((copy.synced_at for copy in copies), default=0))
