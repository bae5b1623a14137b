"""Administration of teams: what they are called, who is in them, and what becomes of their conversations when they go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from bot.domain.canned import Team, named_team
from bot.domain.delivery import Author
from bot.domain.staff import Fact
from bot.domain.staff_rules import may_manage
from bot.flow.handoff.release import Release

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.db import Database
    from bot.domain.staff import StaffMember
    from bot.flow.handoff.desk import HelpDesk
    from bot.flow.staff_access import StaffAccess
    from bot.flow.staff_admin import Manager

TeamProblem = Literal["name", "there"]


def may_be_in(member: StaffMember, store_id: str) -> bool:
    """Tell whether a person may be put into a team of a store: he sees it, and is let in."""
    return member.disabled_at is None and member.sees(store_id)


class TeamAdmin:
    """Adds teams, renames and removes them, and says who is in them."""

    def __init__(self, db: Database, access: StaffAccess, desk: HelpDesk) -> None:
        self._db = db
        self._access = access
        self._release = Release(db, desk)

    async def add(self, manager: Manager, store_id: str, name: str) -> Team | TeamProblem:
        """Make a team."""
        made = named_team(store_id, name, await self._db.teams.of_stores([store_id]))
        if isinstance(made, Team):
            await self._db.teams.put(made)
            await self._note(manager, "team_added", made, made.name, Fact("of", made.name))
        return made

    async def rename(self, manager: Manager, team: Team, name: str) -> Team | TeamProblem:
        """Call a team something else; people and conversations stay with it."""
        made = named_team(team.store_id, name, await self._db.teams.of_stores([team.store_id]), team)
        if isinstance(made, Team) and made != team:
            await self._db.teams.put(made)
            await self._note(manager, "team_renamed", made, f"{team.name} → {made.name}", Fact("name", before=team.name, after=made.name))
        return made

    async def remove(self, manager: Manager, team: Team) -> int:
        """Delete a team. What was meant for it is there for everybody again; return how many conversations that were.

        What is done comes last, so that a removal that was cut short can be done again; then once more for what came meanwhile.
        """
        by = Author(manager.member.id, manager.member.name)
        freed = await self._release.team(team.id, by, manager.now)
        for member in await self._db.staff.all():
            if team.id in member.teams:
                await self._set(member, [one for one in member.teams if one != team.id])
        await self._db.teams.remove(team.id)
        await self._note(manager, "team_removed", team, team.name, Fact("of", team.name))
        return freed + await self._release.team(team.id, by, manager.now)

    async def set_members(self, manager: Manager, team: Team, wanted: Collection[str]) -> int:
        """Put people into a team and take others out, as far as one may manage them; return for how many that was a change."""
        told, facts = [], [Fact("of", team.name)]
        for member in await self._db.staff.all():
            there = member.id in wanted
            if there == (team.id in member.teams) or not may_manage(manager.member, member) or (there and not may_be_in(member, team.store_id)):
                continue
            await self._set(member, [*member.teams, team.id] if there else [one for one in member.teams if one != team.id])
            told.append(f"{'+' if there else '-'} {member.email}")
            facts.append(Fact("into" if there else "out", member.email))
        if told:
            await self._note(manager, "team_members", team, f"{team.name}: {', '.join(told)}", *facts)
        return len(told)

    async def _set(self, member: StaffMember, teams: list[str]) -> None:
        await self._db.staff.set_profile(member, replace(member, teams=tuple(sorted(teams))))

    async def _note(self, manager: Manager, what: str, team: Team, about: str, *facts: Fact) -> None:
        await self._access.note(what, manager.member.id, manager.visitor, manager.now, f"{team.store_id}: {about}", team.store_id, facts)
