"""Administration of the shop's people: the rules of ``bot.domain.staff_rules`` carried out, each deed noted in the audit log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, get_args

from bot.domain.delivery import Author
from bot.domain.staff import Fact
from bot.domain.staff_rules import added, changed, differences, facts_of_change, kept_teams, leaves_nobody, may_manage
from bot.flow.handoff.release import Release

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.db import Database
    from bot.domain.staff import StaffMember
    from bot.domain.staff_rules import Profile, StaffProblem
    from bot.flow.handoff.desk import HelpDesk
    from bot.flow.staff_access import StaffAccess, Visitor

StaffDeed = Literal["disable", "enable", "reset", "codes", "sign_out"]
STAFF_DEEDS: Final[tuple[StaffDeed, ...]] = get_args(StaffDeed)
_NOTED: Final[dict[StaffDeed, str]] = {
    "disable": "staff_disabled",
    "enable": "staff_enabled",
    "reset": "staff_reset",
    "codes": "staff_codes_off",
    "sign_out": "staff_signed_out",
}


@dataclass(frozen=True, slots=True)
class Manager:
    """Who administers, and from where."""

    member: StaffMember
    visitor: Visitor
    now: int


@dataclass(frozen=True, slots=True)
class Managed:
    """What came of it: the person as he is now, the secret of a one-time link where he needs one, how many conversations were freed."""

    member: StaffMember
    secret: str | None = None
    freed: int = 0


def possible(member: StaffMember) -> tuple[StaffDeed, ...]:
    """Return what may be done to a person as he is."""
    if member.disabled_at is not None:
        return ("enable",)
    return tuple(one for one in STAFF_DEEDS if one != "enable" and (one != "codes" or member.totp_secret is not None))


class StaffAdmin:
    """Adds people, changes them, lets them in no more."""

    def __init__(self, db: Database, access: StaffAccess, desk: HelpDesk) -> None:
        self._db = db
        self._access = access
        self._release = Release(db, desk)

    async def add(self, manager: Manager, email: str, profile: Profile) -> Managed | StaffProblem:
        """Write a new person down, who comes in by a one-time link."""
        known = {member.id for member in await self._db.staff.all()}
        member = added(manager.member, email, await self._tidy(profile), manager.now, known)
        if isinstance(member, str):
            return member
        if not await self._db.staff.add(member):
            return "there"
        await self._note(manager, "staff_added", member, None, await self._names())
        return Managed(member, await self._access.invite(member, manager.now))

    async def save(self, manager: Manager, before: StaffMember, profile: Profile) -> Managed | StaffProblem:
        """Change name, role, stores and teams of a person; conversations that he can't have any more are there for everybody again."""
        after = changed(manager.member, before, await self._tidy(profile))
        if isinstance(after, str) or after == before:
            return after if isinstance(after, str) else Managed(before)
        if not await self._write(before, after):
            return "last_admin"
        await self._note(manager, "staff_changed", after, before, await self._names())
        return Managed(after, freed=await self._free(manager, after))

    async def do(self, manager: Manager, deed: StaffDeed, before: StaffMember) -> Managed | StaffProblem:
        """Let somebody in no more or again, give him a new way in, ask for no codes of him any more, or sign him out everywhere.

        Nobody does any of it to himself here: what he may do about himself stands in his own account, which asks for more than a click.
        """
        if before.id == manager.member.id:
            return "yourself"
        if not may_manage(manager.member, before):
            return "not_yours"
        if deed not in possible(before):
            # A second click finds it done.
            return Managed(before)
        if deed == "disable" and not await self._write(before, replace(before, disabled_at=manager.now)):
            return "last_admin"
        secret = await self._carry_out(deed, before, manager.now)
        await self._note(manager, _NOTED[deed], before, before, {})
        after = await self._db.staff.get(before.id) or before
        return Managed(after, secret, await self._free(manager, after) if deed == "disable" else 0)

    async def _carry_out(self, deed: StaffDeed, member: StaffMember, now: int) -> str | None:
        """Do it; return the secret of a one-time link where there is one."""
        if deed == "enable":
            await self._db.staff.disable(member.id, None)
            return None if member.password_hash else await self._access.invite(member, now)
        if deed == "codes":
            await self._db.staff.set_totp(member.id, None)
            return None
        await self._db.staff_sessions.end_all(member.id)
        if deed == "reset":
            await self._db.staff.set_password(member.id, None)
            return await self._access.invite(member, now)
        await self._db.entry_tokens.forget_of(member.id)
        return None

    async def _write(self, before: StaffMember, after: StaffMember) -> bool:
        """Keep a change unless it leaves a store to nobody. Asked again once it is written: two may take each other's role away at once."""
        if leaves_nobody(before, after, await self._db.staff.all()):
            return False
        await self._keep(before, after)
        if leaves_nobody(before, after, await self._db.staff.all()):
            await self._keep(after, before)
            return False
        return True

    async def _keep(self, before: StaffMember, after: StaffMember) -> None:
        await self._db.staff.set_profile(before, after)
        if before.disabled_at != after.disabled_at:
            await self._db.staff.disable(after.id, after.disabled_at)

    async def _tidy(self, profile: Profile) -> Profile:
        """Return a profile without teams that there aren't in its stores."""
        teams = await self._db.teams.every()
        return replace(profile, teams=kept_teams(profile.teams, profile.stores, teams))

    async def _names(self) -> dict[str, str]:
        return {team.id: team.name for team in await self._db.teams.every()}

    async def _free(self, manager: Manager, member: StaffMember) -> int:
        return await self._release.person(member, Author(manager.member.id, manager.member.name), manager.now)

    async def _note(self, manager: Manager, what: str, member: StaffMember, before: StaffMember | None, names: Mapping[str, str]) -> None:
        change, facts = differences(before, member, names), facts_of_change(before, member, names)
        about = f"{member.email}: {change}" if change else member.email
        store = member.stores[0] if len(member.stores) == 1 else None
        await self._access.note(what, manager.member.id, manager.visitor, manager.now, about, store, (Fact("of", member.email), *facts))
