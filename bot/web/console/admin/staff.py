"""The shop's people: who may use the console, as what, for which stores; and a new way in for whoever needs one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from aiohttp import web

from bot.domain.staff import ROLES, still_valid
from bot.domain.staff_rules import LONGEST_NAME, Profile, may_know, may_manage
from bot.flow.staff_admin import STAFF_DEEDS, Manager, StaffAdmin, possible
from bot.web.console.admin.choosing import CONFLICT, WRONG, seal, stores_of
from bot.web.console.guard import PREFIX, Route, whole_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.canned import Team
    from bot.domain.staff import StaffMember
    from bot.domain.store import Store
    from bot.flow.handoff.desk import HelpDesk
    from bot.flow.staff_access import StaffAccess
    from bot.flow.staff_admin import Managed, StaffDeed
    from bot.web.console.forms import Form
    from bot.web.console.guard import Transport, Visit
    from bot.web.console.pages_of import Pages

_HERE: Final = f"{PREFIX}/admin/staff"
_DONE: Final = ("saved", *STAFF_DEEDS)
_EVERY: Final = "every"


class StaffPages:
    """The pages below ``/admin/staff``; ``transport`` tells how browsers reach us, for the links that are handed over."""

    def __init__(self, db: Database, access: StaffAccess, desk: HelpDesk, pages: Pages, stores: Mapping[str, Store], transport: Transport) -> None:
        self._db = db
        self._access = access
        self._admin = StaffAdmin(db, access, desk)
        self._pages = pages
        self._stores = stores
        self._transport = transport

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (
            Route("GET", "/admin/staff", "manage_staff", self.everybody),
            Route("GET", "/admin/staff/add", "manage_staff", self.form),
            Route("POST", "/admin/staff/add", "manage_staff", self.add),
            Route("GET", "/admin/staff/{staff}", "manage_staff", self.person),
            Route("POST", "/admin/staff/{staff}", "manage_staff", self.save),
            Route("GET", "/admin/staff/{staff}/{deed}", "manage_staff", self.sure),
            Route("POST", "/admin/staff/{staff}/{deed}", "manage_staff", self.do),
        )

    async def everybody(self, visit: Visit) -> web.StreamResponse:
        """Show everybody who has to do with the reader's stores."""
        people = [one for one in await self._db.staff.all() if may_know(visit.member, one)]
        seen = {one.id: (await self._db.staff_sessions.of_staff(one.id))[:1] for one in people}
        return self._pages.show(
            visit,
            "staff.html",
            people=sorted(people, key=lambda one: (one.disabled_at is not None, one.name.casefold(), one.email)),
            seen={key: found[0].seen_at for key, found in seen.items() if found},
            teams={team.id: team.name for team in await self._db.teams.every()},
            stores=self._stores,
        )

    async def form(self, visit: Visit) -> web.StreamResponse:
        """Show the form for a new person."""
        return await self._new(visit)

    async def add(self, visit: Visit) -> web.StreamResponse:
        """Let a person in, and show the link to hand over: this once."""
        profile = _profile(visit.form)
        made = await self._admin.add(_manager(visit), visit.form.get("email", ""), profile) if profile else "no_stores"
        return await self._new(visit, made) if isinstance(made, str) else await self._person(visit, made.member, made=made, done="added")

    async def person(self, visit: Visit) -> web.StreamResponse:
        """Show a person."""
        done = next((one for one in _DONE if one == visit.request.query.get("done")), None)
        return await self._person(visit, await self._known(visit), done=done)

    async def save(self, visit: Visit) -> web.StreamResponse:
        """Change a person, unless somebody else has done so since the form was shown."""
        before, profile = await self._known(visit), _profile(visit.form)
        if not may_manage(visit.member, before):
            return await self._person(visit, before, wrong="not_yours")
        if profile is None:
            return await self._person(visit, before, wrong="no_stores")
        stale = visit.form.get("seal") != _seal(before)
        made = "changed_meanwhile" if stale else await self._admin.save(_manager(visit), before, profile)
        return await self._person(visit, before, wrong=made) if isinstance(made, str) else _back(before, "saved", made)

    async def sure(self, visit: Visit) -> web.StreamResponse:
        """Ask whether something is meant that can't be taken back by a click."""
        member, deed = await self._known(visit), _deed(visit)
        if deed not in self._possible(visit, member):
            raise web.HTTPNotFound
        return self._pages.show(visit, "staff_sure.html", who=member, deed=deed)

    async def do(self, visit: Visit) -> web.StreamResponse:
        """Do it; a link that comes of it is shown this once."""
        member, deed = await self._known(visit), _deed(visit)
        made = await self._admin.do(_manager(visit), deed, member)
        if isinstance(made, str):
            return await self._person(visit, member, wrong=made)
        return await self._person(visit, made.member, made=made, done=deed) if made.secret else _back(member, deed, made)

    async def _new(self, visit: Visit, wrong: str | None = None) -> web.StreamResponse:
        status = WRONG if wrong else 200
        return self._pages.show(visit, "staff_add.html", status=status, wrong=wrong, **await self._fields(visit, None))

    async def _person(
        self, visit: Visit, member: StaffMember, *, done: str | None = None, wrong: str | None = None, made: Managed | None = None
    ) -> web.StreamResponse:
        secret, stale = made.secret if made else None, wrong == "changed_meanwhile"
        sessions = await self._db.staff_sessions.of_staff(member.id)
        return self._pages.show(
            visit,
            "person.html",
            status=CONFLICT if stale else WRONG if wrong else 200,
            who=member,
            seal=_seal(member),
            sessions=[one for one in sessions if still_valid(one, visit.now, self._access.rules)],
            possible=self._possible(visit, member),
            editable=may_manage(visit.member, member),
            link=f"{self._origin(visit)}{PREFIX}/enter/{secret}" if secret else None,
            freed=made.freed if made else whole_number(visit.request.query.get("freed", "")) or 0,
            done=done,
            wrong=wrong,
            zone=next((store.timezone for store in stores_of(visit, self._stores)), "UTC"),
            **await self._fields(visit, member, anew=stale),
        )

    async def _fields(self, visit: Visit, member: StaffMember | None, *, anew: bool = False) -> dict[str, Any]:
        """Return what a form offers and what stands in it: what was typed, else (or ``anew``) what is so."""
        stores = stores_of(visit, self._stores)
        typed = _typed(visit.form) if "role" in visit.form and not anew else None
        shown = typed or (Profile(member.name, member.role, member.stores, member.teams) if member else Profile("", "agent"))
        gone = [one for one in shown.stores if one not in self._stores]
        return {
            "email": visit.form.get("email", ""),
            "profile": shown,
            "every": not visit.member.stores and (visit.form.get("which") == _EVERY if typed else not shown.stores),
            "may_every": not visit.member.stores,
            "offered": [(store.id, store.name) for store in stores] + [(one, one) for one in gone],
            "teams": await self._teams(stores),
            "roles": ROLES,
            "stores": self._stores,
            "longest": LONGEST_NAME,
        }

    async def _teams(self, stores: Sequence[Store]) -> Sequence[Team]:
        return await self._db.teams.of_stores([store.id for store in stores])

    def _possible(self, visit: Visit, member: StaffMember) -> tuple[StaffDeed, ...]:
        """Return what the reader may do to a person."""
        return possible(member) if may_manage(visit.member, member) and member.id != visit.member.id else ()

    async def _known(self, visit: Visit) -> StaffMember:
        member = await self._db.staff.get(visit.request.match_info["staff"])
        if member is None or not may_know(visit.member, member):
            raise web.HTTPNotFound
        return member

    def _origin(self, visit: Visit) -> str:
        """Return how the reader has reached us: so will whoever gets the link."""
        return f"{'https' if self._transport.is_secure(visit.request) else 'http'}://{visit.request.host}"


def _manager(visit: Visit) -> Manager:
    return Manager(visit.member, visit.visitor, visit.now)


def _profile(form: Form) -> Profile | None:
    """Return what a form says; ``None`` where it means some stores and names none, which would mean all of them."""
    typed = _typed(form)
    return None if form.get("which") != _EVERY and not typed.stores else typed


def _typed(form: Form) -> Profile:
    stores = () if form.get("which") == _EVERY else tuple(name.removeprefix("store:") for name in form if name.startswith("store:"))
    teams = tuple(name.removeprefix("team:") for name in form if name.startswith("team:"))
    return Profile(form.get("name", ""), form.get("role", ""), stores, teams)


def _deed(visit: Visit) -> StaffDeed:
    deed = next((one for one in STAFF_DEEDS if one == visit.request.match_info["deed"]), None)
    if deed is None:
        raise web.HTTPNotFound
    return deed


def _seal(member: StaffMember) -> str:
    return seal((member.name, member.role, member.stores, member.teams))


def _back(member: StaffMember, done: str, made: Managed) -> web.Response:
    more = {"freed": str(made.freed)} if made.freed else {}
    return web.Response(status=303, headers={"Location": f"{_HERE}/{quote(member.id, safe=':')}?{urlencode({'done': done, **more})}"})
