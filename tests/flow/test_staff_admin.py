"""Administration of people and teams, over every kind of server: above all what two do at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.db.versioned import Change
from bot.domain.canned import team
from bot.domain.conversation import Conversation, Flag
from bot.domain.delivery import Author
from bot.domain.staff import StaffMember, staff_id
from bot.domain.staff_rules import Profile
from bot.domain.store import Store
from bot.flow.handoff.desk import HelpDesk
from bot.flow.handoff.release import Release
from bot.flow.staff_access import StaffAccess, Visitor
from bot.flow.staff_admin import STAFF_DEEDS, Managed, Manager, StaffAdmin, StaffDeed, possible
from bot.flow.team_admin import TeamAdmin
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
HERE = Visitor("203.0.113.7")
STORES = {"noor": Store("noor", "Noor Home", "n1"), "dar": Store("dar", "Dar", "n2")}
RETURNS = team("noor", "Returns")


def person(name: str, role: str = "admin", *stores: str) -> StaffMember:
    email = f"{name}@noor.example"
    return StaffMember(staff_id(email), email, name, role, NOW, stores=stores)  # type: ignore[arg-type]


MONA, OMAR, AGENT = person("mona"), person("omar"), person("agent", "agent")
BY = Author(MONA.id, MONA.name)


@pytest.fixture(scope="module")
def catalogues() -> Catalogues:
    return Catalogues.load(data_folder("locales"))


async def stand(db: Database, *chats: Conversation) -> None:
    for member in (MONA, OMAR, AGENT):
        await db.staff.add(member)
    for chat in chats:
        await db.conversations.finish(await db.conversations.commit([Change(chat)]))


def chat(name: str, store: str = "noor", **more: object) -> Conversation:
    flag = Flag("asked_for_person", NOW, "wants a person")
    made = Conversation(f"c:n1:{name}", store, name, "n1", last_inbound_at=NOW, flag=flag, touched_at=NOW, version=1)
    return replace(made, **more)  # type: ignore[arg-type]


async def test_two_admins_who_demote_each_other_at_once_do_not_both(database: Database, catalogues: Catalogues) -> None:
    await stand(database)
    admin = StaffAdmin(database, StaffAccess(database), HelpDesk(database, STORES, catalogues))
    changes = [(MONA, OMAR), (OMAR, MONA)]
    made = await asyncio.gather(*(admin.save(Manager(one, HERE, NOW), other, Profile(other.name, "agent")) for one, other in changes))
    left = [one for one in await database.staff.all() if one.role == "admin"]
    assert len(left) >= 1
    assert [one for one in made if not isinstance(one, Managed)] in ([], ["last_admin"], ["last_admin", "last_admin"])


async def test_what_somebody_else_has_changed_meanwhile_stays(database: Database) -> None:
    await stand(database)
    await database.staff.set_profile(AGENT, replace(AGENT, role="viewer"))
    await database.staff.set_profile(AGENT, replace(AGENT, teams=("noor:returns",)))
    await database.staff.set_profile(AGENT, AGENT)
    assert await database.staff.get(AGENT.id) == replace(AGENT, role="viewer", teams=("noor:returns",))


async def test_who_becomes_a_viewer_or_loses_a_store_keeps_no_conversation_there(database: Database, catalogues: Catalogues) -> None:
    mine = [chat(f"{n}", assignee=AGENT.id, team="noor:x", owner="staff") for n in range(3)]
    dars = chat("dar", "dar", assignee=AGENT.id, owner="staff")
    await stand(database, *mine, dars, chat("other", assignee=MONA.id, owner="staff"))
    admin = StaffAdmin(database, StaffAccess(database), HelpDesk(database, STORES, catalogues))
    made = await admin.save(Manager(MONA, HERE, NOW), AGENT, Profile("agent", "agent", ("dar",)))
    assert isinstance(made, Managed)
    assert made.freed == 3
    found = await database.conversations.get_many([*(one.id for one in mine), dars.id, "c:n1:other"])
    assert {key: (one.assignee, one.team) for key, one in found.items()} == {
        **{one.id: (None, "noor:x") for one in mine},
        dars.id: (AGENT.id, None),
        "c:n1:other": (MONA.id, None),
    }
    (line,) = await database.transcript.of_conversation(mine[0].id)
    assert (line.text, line.by, line.detail) == ("assigned", BY, "noor:x")


async def test_a_team_is_taken_off_more_conversations_than_a_page_has(database: Database, catalogues: Catalogues) -> None:
    await stand(database, *(chat(f"{n}", team=RETURNS.id) for n in range(205)), chat("dar", "dar", team="dar:returns"))
    release = Release(database, HelpDesk(database, STORES, catalogues))
    assert [await release.team(RETURNS.id, BY, NOW) for _ in range(2)] == [205, 0]
    assert (await database.conversations.get_many(["c:n1:dar"]))["c:n1:dar"].team == "dar:returns"


async def test_a_removal_that_was_cut_short_can_be_done_again(database: Database, catalogues: Catalogues) -> None:
    await stand(database, chat("1", team=RETURNS.id))
    await database.staff.set_profile(AGENT, replace(AGENT, teams=(RETURNS.id,)))
    await database.teams.put(RETURNS)
    teams = TeamAdmin(database, StaffAccess(database), HelpDesk(database, STORES, catalogues))
    assert [await teams.remove(Manager(MONA, HERE, NOW), RETURNS) for _ in range(2)] == [1, 0]
    assert ((await database.staff.all())[0].teams, await database.teams.every()) == ((), [])


async def admin_of(db: Database, catalogues: Catalogues) -> StaffAdmin:
    await stand(db)
    return StaffAdmin(db, StaffAccess(db), HelpDesk(db, STORES, catalogues))


async def noted(db: Database) -> list[tuple[str, str, str | None]]:
    return [(one.what, one.about, one.store_id) for one in await db.audit.newest(9)]


@pytest.mark.parametrize("member", [replace(AGENT, disabled_at=NOW), replace(AGENT, totp_secret="A"), AGENT])
def test_what_may_be_done_is_what_changes_something(member: StaffMember) -> None:
    found = possible(member)
    assert ("enable" in found) is (member.disabled_at is not None)
    assert ("codes" in found) is (member.totp_secret is not None)
    assert len(found) == (1 if member.disabled_at else 4 if member.totp_secret else 3)


@pytest.mark.parametrize("deed", STAFF_DEEDS)
async def test_nobody_does_to_himself_or_to_people_of_others_what_admins_do(database: Database, catalogues: Catalogues, deed: StaffDeed) -> None:
    admin = await admin_of(database, catalogues)
    assert await admin.do(Manager(MONA, HERE, NOW), deed, MONA) == "yourself"
    assert await admin.do(Manager(person("dars", "admin", "dar"), HERE, NOW), deed, AGENT) == "not_yours"
    assert (await database.staff.get(AGENT.id), await noted(database)) == (AGENT, [])


@pytest.mark.parametrize("deed", STAFF_DEEDS)
async def test_each_deed_is_noted_once_however_often_it_is_done(database: Database, catalogues: Catalogues, deed: StaffDeed) -> None:
    admin = await admin_of(database, catalogues)
    before = replace(AGENT, totp_secret="A", disabled_at=NOW if deed == "enable" else None)
    await database.staff.set_totp(AGENT.id, "A")
    await database.staff.disable(AGENT.id, before.disabled_at)
    made = await admin.do(Manager(MONA, HERE, NOW), deed, before)
    assert isinstance(made, Managed)
    assert (made.secret is not None) is (deed in {"reset", "enable"})
    assert len(await noted(database)) == 1
    if deed not in {"reset", "sign_out"}:
        assert await admin.do(Manager(MONA, HERE, NOW), deed, made.member) == Managed(made.member)
        assert len(await noted(database)) == 1


async def test_a_new_person_is_there_once_of_two_who_add_him(database: Database, catalogues: Catalogues) -> None:
    admin = await admin_of(database, catalogues)
    made = await asyncio.gather(*(admin.add(Manager(MONA, HERE, NOW), "new@noor.example", Profile(name, "agent", ("noor",))) for name in "ab"))
    assert [one for one in made if isinstance(one, str)] == ["there"]
    (one,) = [one for one in made if isinstance(one, Managed)]
    assert await database.staff.get(one.member.id) == one.member
    assert [(what, store) for what, _, store in await noted(database)] == [("staff_added", "noor")]


async def test_saving_what_is_so_already_is_not_noted(database: Database, catalogues: Catalogues) -> None:
    admin = await admin_of(database, catalogues)
    assert await admin.save(Manager(MONA, HERE, NOW), AGENT, Profile("agent", "agent")) == Managed(AGENT)
    assert await noted(database) == []


async def test_teams_that_are_none_of_a_persons_stores_are_left_out(database: Database, catalogues: Catalogues) -> None:
    admin = await admin_of(database, catalogues)
    for one in (RETURNS, team("dar", "Returns")):
        await database.teams.put(one)
    made = await admin.save(Manager(MONA, HERE, NOW), AGENT, Profile("agent", "agent", ("dar",), (RETURNS.id, "dar:returns", "gone")))
    assert isinstance(made, Managed)
    assert made.member.teams == ("dar:returns",)
    assert await noted(database) == [("staff_changed", "agent@noor.example: stores: all → dar; teams: none → Returns", "dar")]


async def test_people_who_can_not_be_in_a_team_are_not_put_there_and_others_of_other_admins_stay(database: Database, catalogues: Catalogues) -> None:
    await stand(database)
    people = (person("dars", "agent", "dar"), replace(person("out", "agent", "noor"), disabled_at=NOW), person("noors", "agent", "noor"))
    for member in people:
        await database.staff.add(member)
    teams = TeamAdmin(database, StaffAccess(database), HelpDesk(database, STORES, catalogues))
    manager = Manager(person("boss", "admin", "noor"), HERE, NOW)
    assert await teams.set_members(manager, RETURNS, [AGENT.id, *(one.id for one in people)]) == 1
    assert [one.email for one in await database.staff.all() if one.teams] == ["noors@noor.example"]
    assert await noted(database) == [("team_members", "noor: Returns: + noors@noor.example", "noor")]


async def test_a_team_is_renamed_once_and_two_are_not_called_the_same(database: Database, catalogues: Catalogues) -> None:
    teams = TeamAdmin(database, StaffAccess(database), HelpDesk(database, STORES, catalogues))
    manager = Manager(MONA, HERE, NOW)
    made = [await teams.add(manager, "noor", name) for name in ("Returns", "RETURNS", "Orders", "")]
    assert made == [RETURNS, "there", team("noor", "Orders"), "name"]
    assert await teams.rename(manager, RETURNS, "orders") == "there"
    assert await teams.rename(manager, RETURNS, "Returns") == RETURNS
    assert sorted(what for what, _, _ in await noted(database)) == ["team_added", "team_added"]
