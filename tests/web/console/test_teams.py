"""Administration of teams over a real socket."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.canned import Team, team
from bot.domain.staff import staff_id
from tests.web.console.chats import CHAT, DAR, stand
from tests.web.console.conftest import NOW, person

if TYPE_CHECKING:
    from tests.web.console.conftest import Browser, Desk

HERE = "/admin/teams"
RETURNS = team("noor", "Returns")
AGENT, VIEWER = (staff_id(f"{name}@noor.example") for name in ("agent", "viewer"))
HIM: dict[str, Any] = {f"member:{AGENT}": "1"}
CARD = '<li class="card team">'


async def admin(desk: Desk, who: str = "admin") -> Browser:
    await desk.db.teams.put(RETURNS)
    browser = await desk.browser()
    await browser.sign_in(who)
    return browser


async def teams(desk: Desk) -> list[Team]:
    return await desk.db.teams.every()


async def noted(desk: Desk) -> list[tuple[str, str, str | None]]:
    return [(one.what, one.about, one.store_id) for one in await desk.db.audit.newest(9) if one.what.startswith("team_")]


async def in_teams(desk: Desk, member: str = AGENT) -> tuple[str, ...]:
    found = await desk.db.staff.get(member)
    return found.teams if found else ()


async def test_a_team_is_added_and_shown(desk: Desk) -> None:
    browser = await admin(desk)
    assert (await browser.post(HERE, store="dar", name=" Big <b>orders ")).goes_to == "/console/admin/teams?store=dar&done=added"
    page = await browser.get(f"{HERE}?store=dar")
    assert (page.text.count(CARD), "Big &lt;b&gt;orders" in page.text, page.says("Nobody is in it yet.")) == (1, True, True)
    assert await noted(desk) == [("team_added", "dar: Big <b>orders", "dar")]


@pytest.mark.parametrize(("name", "why"), [("returns", "with this name already"), (" ", "1 to 40 characters"), ("x" * 41, "1 to 40 characters")])
async def test_what_is_wrong_with_a_name_is_said_of_new_teams_and_old_ones(desk: Desk, name: str, why: str) -> None:
    browser = await admin(desk)
    await desk.db.teams.put(team("noor", "Orders"))
    rename: dict[str, Any] = {"team": "noor:orders"}
    for path, fields in ((HERE, {}), (f"{HERE}/rename", rename)):
        page = await browser.post(path, store="noor", name=name, **fields)
        assert (page.status, page.says(why), f'value="{name}"' in page.text) == (422, True, True)
    assert [one.name for one in await teams(desk)] == ["Orders", "Returns"]


async def test_a_team_under_another_name_keeps_people_and_conversations(desk: Desk) -> None:
    await stand(desk.db, replace(CHAT, team=RETURNS.id))
    browser = await admin(desk)
    await browser.post(f"{HERE}/members", team=RETURNS.id, **HIM)
    assert (await browser.post(f"{HERE}/rename", team=RETURNS.id, name="Back office")).goes_to.endswith("done=renamed")
    assert (await teams(desk), await in_teams(desk)) == ([replace(RETURNS, name="Back office")], (RETURNS.id,))
    assert ("team_renamed", "noor: Returns → Back office", "noor") in await noted(desk)
    assert (await browser.get(f"/?team={RETURNS.id}&tab=all")).says("Sara <b>Ål</b>")


async def test_people_are_put_in_and_taken_out(desk: Desk) -> None:
    await desk.db.staff.add(person(name="out", disabled_at=NOW))
    browser = await admin(desk)
    both: dict[str, Any] = {f"member:{one}": "1" for one in (AGENT, VIEWER, staff_id("out@noor.example"), "s:none")}
    await browser.post(f"{HERE}/members", team=RETURNS.id, **both)
    assert [await in_teams(desk, one) for one in (AGENT, VIEWER)] == [(RETURNS.id,)] * 2
    desk.now += 1
    viewer: dict[str, Any] = {f"member:{VIEWER}": "1"}
    page = await browser.post(f"{HERE}/members", team=RETURNS.id, **viewer)
    assert ((await browser.get(page.goes_to.removeprefix("/console"))).says("Saved."), await in_teams(desk)) == (True, ())
    assert await noted(desk) == [
        ("team_members", "noor: Returns: - agent@noor.example", "noor"),
        ("team_members", "noor: Returns: + agent@noor.example, + viewer@noor.example", "noor"),
    ]


async def test_what_was_meant_for_a_team_that_goes_is_there_for_everybody_and_who_had_it_keeps_it(desk: Desk) -> None:
    taken = replace(CHAT, id="c:n1:cu:2", customer_id="cu:2", team=RETURNS.id, owner="staff", assignee=AGENT)
    await stand(desk.db, replace(CHAT, team=RETURNS.id), taken, replace(DAR, team="dar:returns"))
    await desk.db.staff.set_profile(person("agent"), replace(person("agent"), teams=("dar:x", RETURNS.id)))
    browser = await admin(desk)
    assert (await browser.get(f"{HERE}/remove?team={RETURNS.id}")).says("Remove the team Returns?")
    page = await browser.post(f"{HERE}/remove", team=RETURNS.id)
    assert (await browser.get(page.goes_to.removeprefix("/console"))).says("The team was removed. 2 open conversations are there")
    chats = await desk.db.conversations.get_many([CHAT.id, taken.id, DAR.id])
    assert [(chats[one.id].team, chats[one.id].assignee) for one in (CHAT, taken, DAR)] == [(None, None), (None, AGENT), ("dar:returns", None)]
    assert (await teams(desk), await in_teams(desk), await noted(desk)) == ([], ("dar:x",), [("team_removed", "noor: Returns", "noor")])


async def test_teams_of_other_stores_are_not_there(desk: Desk) -> None:
    await desk.db.staff.add(person("admin", name="dars", stores=("dar",)))
    browser = await admin(desk, "dars")
    assert [(await browser.get(f"{HERE}?store={one}")).status for one in ("dar", "noor")] == [200, 404]
    assert (await browser.get(f"{HERE}/remove?team={RETURNS.id}")).status == 404
    for deed in ("rename", "members", "remove"):
        assert (await browser.post(f"{HERE}/{deed}", team=RETURNS.id, name="x")).status == 404
    assert (await browser.post(HERE, store="noor", name="x")).status == 404
    assert await teams(desk) == [RETURNS]


async def test_people_of_more_stores_are_shown_and_stay_as_they_are(desk: Desk) -> None:
    await desk.db.staff.add(person("admin", name="noors", stores=("noor",)))
    browser = await admin(desk, "noors")
    page = await browser.get(HERE)
    assert f'name="member:{AGENT}" value="1" disabled' in page.text
    await browser.post(f"{HERE}/members", team=RETURNS.id, **HIM)
    assert (await in_teams(desk), await noted(desk)) == ((), [])


async def test_a_conversation_that_is_given_to_a_team_names_it_in_the_transcript(desk: Desk) -> None:
    await stand(desk.db, CHAT)
    browser = await admin(desk)
    await desk.db.teams.put(replace(RETURNS, name="Back office"))
    await browser.post("/chats/c%3An1%3Acu%3Asara/assign", to="", team=RETURNS.id)
    (line,) = await desk.db.transcript.of_conversation(CHAT.id)
    assert (line.text, line.detail) == ("assigned", "Back office")


async def test_two_stores_may_have_a_team_of_the_same_name(desk: Desk) -> None:
    browser = await admin(desk)
    assert (await browser.post(HERE, store="dar", name="Returns")).status == 303
    assert [one.id for one in await teams(desk)] == ["dar:returns", "noor:returns"]
    page = await browser.get("/admin/staff/add")
    assert ('name="team:dar:returns"' in page.text, 'name="team:noor:returns"' in page.text) == (True, True)


async def test_a_first_name_that_is_free_again_makes_another_team(desk: Desk) -> None:
    browser = await admin(desk)
    await browser.post(f"{HERE}/rename", team=RETURNS.id, name="Back office")
    await browser.post(HERE, store="noor", name="Returns")
    assert await teams(desk) == [Team(RETURNS.id, "noor", "Back office"), Team("noor:returns#2", "noor", "Returns")]


async def test_who_may_be_in_a_team_sees_its_store_and_is_let_in(desk: Desk) -> None:
    people: tuple[tuple[str, dict[str, Any]], ...] = (
        ("dars", {"stores": ("dar",)}),
        ("out", {"disabled_at": NOW}),
        ("kept", {"disabled_at": NOW, "teams": (RETURNS.id,)}),
    )
    for name, more in people:
        await desk.db.staff.add(person(name=name, **more))
    page = await (await admin(desk)).get(HERE)
    assert [f'name="member:{staff_id(f"{name}@noor.example")}"' in page.text for name in ("agent", "dars", "out", "kept")] == [
        True,
        False,
        False,
        True,
    ]


async def test_a_team_that_is_gone_stands_nowhere(desk: Desk) -> None:
    await desk.db.staff.set_profile(person("agent"), replace(person("agent"), teams=("noor:gone",)))
    browser = await admin(desk)
    for path in ("/admin/staff", f"/admin/staff/{AGENT}", HERE, "/"):
        assert "noor:gone" not in (await browser.get(path)).text, path
