"""Who may change what about whom among the shop's people. Nobody lifts himself, and somebody is always left who can let others in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from bot.domain.staff import ROLES, Fact, StaffMember, may, normal_email, staff_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from bot.domain.canned import Team
    from bot.domain.staff import Role

# Why something is not done; the catalogue of the console has a sentence for each (``staff_wrong.<why>``).
StaffProblem = Literal["name", "email", "there", "role", "stores", "not_yours", "yourself", "last_admin", "changed_meanwhile"]
LONGEST_NAME: Final = 80
# What stands for all stores where stores are counted.
_ALL: Final = "*"
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")


@dataclass(frozen=True, slots=True)
class Profile:
    """What an administrator says about a person: the name, the role, ids of stores (none: all of them) and of teams."""

    name: str
    role: str
    stores: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()


def may_manage(manager: StaffMember, other: StaffMember) -> bool:
    """Tell whether an administrator may change a person: one of some stores only who has no others than these."""
    return may(manager.role, "manage_staff") and _within(other.stores, manager)


def may_know(manager: StaffMember, other: StaffMember) -> bool:
    """Tell whether a person is shown to an administrator: they have a store in common."""
    return not other.stores or any(manager.sees(store) for store in other.stores)


def added(manager: StaffMember, email: str, profile: Profile, now: int, known: Collection[str]) -> StaffMember | StaffProblem:
    """Return a new person without a password, or what is wrong. ``known`` are the ids of everybody there is."""
    email = normal_email(email)
    if not _EMAIL.fullmatch(email) or not email.isprintable():
        return "email"
    if staff_id(email) in known:
        return "there"
    name = profile.name.strip() or email.partition("@")[0]
    blank = StaffMember(staff_id(email), email, "", "viewer", now, stores=manager.stores)
    return changed(manager, blank, replace(profile, name=name))


def changed(manager: StaffMember, before: StaffMember, profile: Profile) -> StaffMember | StaffProblem:
    """Return a person as he shall be, or what is wrong; whether enough administrators are left is asked of ``leaves_nobody``."""
    name = " ".join(profile.name.split())
    role: Role | None = next((one for one in ROLES if one == profile.role), None)
    if not may_manage(manager, before):
        return "not_yours"
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        return "name"
    if role is None:
        return "role"
    if not _within(profile.stores, manager):
        return "stores"
    after = replace(before, name=name, role=role, stores=tuple(sorted(set(profile.stores))), teams=tuple(sorted(set(profile.teams))))
    if manager.id == before.id and (after.role, after.stores) != (before.role, before.stores):
        return "yourself"
    return after


def leaves_nobody(before: StaffMember, after: StaffMember, others: Iterable[StaffMember]) -> bool:
    """Tell whether a change takes the last administrator who is let in away from a store, or from all of them together."""
    remains = _looked_after(after).union(*(_looked_after(one) for one in others if one.id != before.id))
    return _ALL not in remains and not _looked_after(before) <= remains


def kept_teams(teams: Iterable[str], stores: Collection[str], every: Sequence[Team]) -> tuple[str, ...]:
    """Return those of some teams that there are in the stores of a person (none: all stores)."""
    there = {team.id for team in every if not stores or team.store_id in stores}
    return tuple(sorted(set(teams) & there))


def differences(before: StaffMember | None, after: StaffMember, names: Mapping[str, str]) -> str:
    """Return what is another in a person, for the audit log: ``role: agent → admin; stores: all → noor``. ``names`` are the teams'."""
    facts = facts_of_change(before, after, names)
    return "; ".join(f"{one.kind}: {one.after}" if one.before is None else f"{one.kind}: {one.before} → {one.after}" for one in facts)


def facts_of_change(before: StaffMember | None, after: StaffMember, names: Mapping[str, str]) -> tuple[Fact, ...]:
    """Return what is another in a person: kinds ``name``, ``role``, ``stores`` (ids, or "all") and ``teams`` (``names``, or "none")."""
    was, now = ({} if one is None else _told(one, names) for one in (before, after))
    return tuple(Fact(field, before=was.get(field), after=value) for field, value in now.items() if was.get(field) != value)


def _told(member: StaffMember, names: Mapping[str, str]) -> dict[str, str]:
    stores = ", ".join(member.stores) or "all"
    teams = ", ".join(names.get(team, team) for team in member.teams) or "none"
    return {"name": member.name, "role": member.role, "stores": stores, "teams": teams}


def _within(stores: Collection[str], manager: StaffMember) -> bool:
    """Tell whether stores (none: all) are no more than an administrator's own."""
    return not manager.stores or (bool(stores) and set(stores) <= set(manager.stores))


def _looked_after(member: StaffMember) -> set[str]:
    """Return for which stores a person can let others in."""
    if member.disabled_at is not None or not may(member.role, "manage_staff"):
        return set()
    return set(member.stores) or {_ALL}
