"""Teams of a store: what they are called and who is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.domain.canned import LONGEST_SHORTCUT
from bot.domain.staff_rules import may_know, may_manage
from bot.flow.staff_admin import Manager
from bot.flow.team_admin import TeamAdmin, may_be_in
from bot.web.console.admin.choosing import WRONG, back, store_of, stores_of
from bot.web.console.guard import Route, whole_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.canned import Team
    from bot.domain.staff import StaffMember
    from bot.domain.store import Store
    from bot.flow.handoff.desk import HelpDesk
    from bot.flow.staff_access import StaffAccess
    from bot.web.console.guard import Visit
    from bot.web.console.pages_of import Pages

_HERE: Final = "/admin/teams"
_DONE: Final = ("added", "renamed", "members", "removed")


class TeamPages:
    """The page ``/admin/teams``."""

    def __init__(self, db: Database, access: StaffAccess, desk: HelpDesk, pages: Pages, stores: Mapping[str, Store]) -> None:
        self._db = db
        self._admin = TeamAdmin(db, access, desk)
        self._pages = pages
        self._stores = stores

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (
            Route("GET", "/admin/teams", "manage_staff", self.page),
            Route("POST", "/admin/teams", "manage_staff", self.add),
            Route("POST", "/admin/teams/rename", "manage_staff", self.rename),
            Route("POST", "/admin/teams/members", "manage_staff", self.members),
            Route("GET", "/admin/teams/remove", "manage_staff", self.sure),
            Route("POST", "/admin/teams/remove", "manage_staff", self.remove),
        )

    async def page(self, visit: Visit) -> web.StreamResponse:
        """Show a store's teams."""
        return await self._show(visit)

    async def add(self, visit: Visit) -> web.StreamResponse:
        """Make a team."""
        store = store_of(visit, self._stores)
        made = await self._admin.add(_manager(visit), store.id, visit.form.get("name", ""))
        return await self._show(visit, made) if isinstance(made, str) else back(_HERE, store, done="added")

    async def rename(self, visit: Visit) -> web.StreamResponse:
        """Call a team something else."""
        team = await self._known(visit, visit.form)
        made = await self._admin.rename(_manager(visit), team, visit.form.get("name", ""))
        return await self._show(visit, made, team) if isinstance(made, str) else back(_HERE, self._stores[team.store_id], done="renamed")

    async def members(self, visit: Visit) -> web.StreamResponse:
        """Say who is in a team."""
        team = await self._known(visit, visit.form)
        await self._admin.set_members(_manager(visit), team, [name.removeprefix("member:") for name in visit.form if name.startswith("member:")])
        return back(_HERE, self._stores[team.store_id], done="members")

    async def sure(self, visit: Visit) -> web.StreamResponse:
        """Ask whether a team is meant to go."""
        team = await self._known(visit, visit.request.query)
        return self._pages.show(visit, "team_sure.html", team=team, store=self._stores[team.store_id])

    async def remove(self, visit: Visit) -> web.StreamResponse:
        """Delete a team."""
        team = await self._known(visit, visit.form)
        freed = await self._admin.remove(_manager(visit), team)
        return back(_HERE, self._stores[team.store_id], done="removed", **({"freed": str(freed)} if freed else {}))

    async def _show(self, visit: Visit, wrong: str | None = None, meant: Team | None = None) -> web.StreamResponse:
        store = self._stores[meant.store_id] if meant else store_of(visit, self._stores)
        everybody = await self._db.staff.all()
        teams = await self._db.teams.of_stores([store.id])
        return self._pages.show(
            visit,
            "teams.html",
            status=WRONG if wrong else 200,
            stores=stores_of(visit, self._stores),
            store=store,
            teams=[(one, _people(visit, one, everybody)) for one in teams],
            wrong=wrong,
            meant=meant.id if meant else None,
            typed=visit.form.get("name", ""),
            done=next((one for one in _DONE if one == visit.request.query.get("done")), None),
            freed=whole_number(visit.request.query.get("freed", "")) or 0,
            longest=LONGEST_SHORTCUT,
        )

    async def _known(self, visit: Visit, given: Mapping[str, str]) -> Team:
        """Return the team that is meant; one of a store that he may not see is as if it weren't there."""
        mine = [store.id for store in stores_of(visit, self._stores)]
        team = next((one for one in await self._db.teams.of_stores(mine) if one.id == given.get("team")), None)
        if team is None:
            raise web.HTTPNotFound
        return team


def _people(visit: Visit, team: Team, everybody: Sequence[StaffMember]) -> list[tuple[StaffMember, bool, bool]]:
    """Return who is in a team or may be, whether he is, and whether the reader may say so."""
    found = [one for one in everybody if team.id in one.teams or (may_be_in(one, team.store_id) and may_know(visit.member, one))]
    found.sort(key=lambda one: (team.id not in one.teams, one.name.casefold()))
    return [(one, team.id in one.teams, may_manage(visit.member, one)) for one in found]


def _manager(visit: Visit) -> Manager:
    return Manager(visit.member, visit.visitor, visit.now)
