"""Administration of the shop's people over a real socket."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.canned import team
from bot.domain.staff import StaffMember, staff_id
from bot.flow.staff_access import LetIn, Visitor
from bot.web.console.guard import Transport
from tests.web.console.chats import CHAT, stand
from tests.web.console.conftest import NOW, PASSWORD, person

if TYPE_CHECKING:
    from tests.web.console.conftest import Browser, Desk, Page

HERE = "/admin/staff"
ADMIN, AGENT, NEW = (staff_id(f"{name}@noor.example") for name in ("admin", "agent", "new"))
LINK = re.compile(r'id="secret" value="http://[^/]+/console(/enter/[^"]+)"')
EVERY: dict[str, Any] = {"which": "every"}
ONLY_NOOR: dict[str, Any] = {"which": "some", "store:noor": "1"}
DARS = person("admin", name="dars", stores=("dar",))


async def admin(desk: Desk, who: str = "admin") -> Browser:
    browser = await desk.browser()
    await browser.sign_in(who)
    return browser


async def save(browser: Browser, member: str = AGENT, **fields: Any) -> Page:
    page = await browser.get(f"{HERE}/{member}")
    seal = page.field("seal") if 'name="seal"' in page.text else ""
    return await browser.post(f"{HERE}/{member}", **{"name": "Agent", "role": "agent", "seal": seal, **fields})


async def noted(desk: Desk) -> list[tuple[str, str]]:
    return sorted((one.what, one.about) for one in await desk.db.audit.newest(9) if one.what.startswith("staff_"))


async def known(desk: Desk, member: str = AGENT) -> StaffMember:
    found = await desk.db.staff.get(member)
    assert found is not None
    return found


async def test_everybody_is_listed_with_what_is_to_know(desk: Desk) -> None:
    await desk.db.teams.put(team("noor", "Returns"))
    await desk.db.staff.add(person(name="gone", disabled_at=NOW, stores=("noor",), teams=("noor:returns", "noor:old"), totp_secret="A"))
    page = await (await admin(desk)).get(HERE)
    rows = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in unescape(page.text).split('<tr role="row"')[2:]]
    assert [row.partition("@")[0] for row in rows] == ["> Admin admin", "> Agent agent", "> Viewer viewer", 'class="is-off"> gone gone']
    assert "Administrator you All stores \u2013 off just now active" in rows[0]
    assert "Agent Noor Home Returns on \u2013 disabled" in rows[3]


async def test_a_new_person_comes_in_by_the_link_that_is_shown_once(desk: Desk) -> None:
    browser = await admin(desk)
    page = await browser.post(f"{HERE}/add", email="New@Noor.example", name="Nura", role="viewer", **ONLY_NOOR)
    found = LINK.search(page.text)
    assert found is not None
    assert LINK.search((await browser.get(f"{HERE}/{NEW}")).text) is None
    other = await desk.browser()
    await other.get(found[1])
    assert (await other.post(found[1])).goes_to == "/console/"
    assert replace(await known(desk, NEW), created_at=0) == StaffMember(NEW, "new@noor.example", "Nura", "viewer", 0, stores=("noor",))
    assert await noted(desk) == [("staff_added", "new@noor.example: name: Nura; role: viewer; stores: noor; teams: none")]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"email": "x", **EVERY}, "no email address"),
        ({"email": "AGENT@noor.example", **EVERY}, "is there already"),
        ({"role": "owner", **EVERY}, "Choose a role"),
        ({"which": "some"}, "at least one store"),
        ({}, "at least one store"),
        ({"name": "x" * 81, **EVERY}, "1 to 80 characters"),
    ],
)
async def test_what_is_wrong_with_a_new_person_is_said_and_what_was_typed_stays(desk: Desk, fields: dict[str, Any], why: str) -> None:
    page = await (await admin(desk)).post(f"{HERE}/add", **{"email": "new@noor.example", "name": "Nura", "role": "agent", **fields})
    assert (page.status, page.says(why), page.field("email")) == (422, True, fields.get("email", "new@noor.example"))
    assert (await desk.db.staff.get(NEW), await noted(desk)) == (None, [])


async def test_role_stores_and_teams_change_and_the_log_has_before_and_after(desk: Desk) -> None:
    await desk.db.teams.put(team("noor", "Returns"))
    browser = await admin(desk)
    fields = {"name": "Tariq", "role": "admin", "team:noor:returns": "1", "team:none": "1", **ONLY_NOOR}
    assert (await save(browser, **fields)).goes_to == f"/console/admin/staff/{AGENT}?done=saved"
    member = await known(desk)
    assert (member.name, member.role, member.stores, member.teams) == ("Tariq", "admin", ("noor",), ("noor:returns",))
    change = "name: Agent → Tariq; role: agent → admin; stores: all → noor; teams: none → Returns"
    assert await noted(desk) == [("staff_changed", f"agent@noor.example: {change}")]
    assert (await save(browser, **fields)).status == 303
    assert len(await noted(desk)) == 1


async def test_the_same_form_twice_or_one_that_has_become_old_changes_nothing(desk: Desk) -> None:
    browser = await admin(desk)
    seal = (await browser.get(f"{HERE}/{AGENT}")).field("seal")
    await save(browser, name="Tariq", **EVERY)
    page = await browser.post(f"{HERE}/{AGENT}", name="Old", role="admin", which="every", seal=seal)
    assert (page.status, page.says("Somebody else has changed this account"), page.field("name")) == (409, True, "Tariq")
    assert (await known(desk)).role == "agent"


async def test_some_stores_are_never_all_by_leaving_them_out(desk: Desk) -> None:
    browser = await admin(desk)
    assert (await save(browser, which="some")).says("at least one store")
    assert (await save(browser)).status == 422


async def test_nobody_lifts_himself_or_lets_himself_in_no_more(desk: Desk) -> None:
    browser = await admin(desk)
    for fields in ({"role": "viewer", **EVERY}, {"role": "admin", **ONLY_NOOR}):
        assert (await save(browser, ADMIN, **fields)).says("can not do this to your own account")
    for deed in ("disable", "reset", "codes", "sign_out"):
        assert (await browser.get(f"{HERE}/{ADMIN}/{deed}")).status == 404
        assert (await browser.post(f"{HERE}/{ADMIN}/{deed}")).status == 422
    assert (await known(desk, ADMIN), await noted(desk)) == (person("admin"), [])
    assert (await save(browser, ADMIN, name="Mona", role="admin", **EVERY)).status == 303


async def test_an_admin_of_one_store_has_to_do_with_its_people_alone(desk: Desk) -> None:
    await desk.db.staff.add(DARS)
    await desk.db.staff.add(person(name="daragent", stores=("dar",)))
    await desk.db.staff.add(person(name="noors", stores=("noor",)))
    browser = await admin(desk, "dars")
    page = await browser.get(HERE)
    assert [page.says(f"{name}@noor.example") for name in ("daragent", "noors", "agent")] == [True, False, True]
    noors, theirs = staff_id("noors@noor.example"), staff_id("daragent@noor.example")
    assert {(await browser.get(f"{HERE}/{one}")).status for one in (noors, f"{noors}/disable", "s:none", f"{theirs}/none")} == {404}
    assert {(await browser.post(f"{HERE}/{one}", role="agent")).status for one in (noors, f"{noors}/disable", "s:none")} == {404}
    assert (await save(browser, AGENT, role="viewer", **{"store:dar": "1"})).says("can not change people of other stores")
    assert (await browser.post(f"{HERE}/{AGENT}/disable")).status == 422
    assert (await save(browser, theirs, role="admin", which="every")).says("Give no stores but your own")
    assert (await save(browser, theirs, role="admin", **{"store:dar": "1", "store:noor": "1"})).says("Give no stores but your own")
    assert (await save(browser, theirs, name="Dana", role="admin", **{"store:dar": "1"})).status == 303


async def test_who_is_disabled_is_out_at_once_and_what_he_had_is_there_for_everybody(desk: Desk) -> None:
    mine = replace(CHAT, owner="staff", assignee=AGENT)
    await stand(desk.db, mine)
    his, browser = await admin(desk, "agent"), await admin(desk)
    assert (await browser.get(f"{HERE}/{AGENT}/disable")).says("Disable Agent?")
    page = await browser.post(f"{HERE}/{AGENT}/disable")
    assert page.goes_to.endswith("?done=disable&freed=1")
    assert (await browser.get(page.goes_to.removeprefix("/console"))).says("1 open conversation is there for everybody again.")
    assert "sign-in" in (await his.get("/")).goes_to
    assert (await desk.db.conversations.get_many([CHAT.id]))[CHAT.id].assignee is None
    assert (await browser.post(f"{HERE}/{AGENT}/enable")).goes_to.endswith("done=enable")
    assert (await his.sign_in("agent")).goes_to == "/console/"
    assert await noted(desk) == [("staff_disabled", "agent@noor.example"), ("staff_enabled", "agent@noor.example")]


async def test_a_reset_takes_password_and_sessions_and_gives_a_link(desk: Desk) -> None:
    his, browser = await admin(desk, "agent"), await admin(desk)
    assert (await browser.get(f"{HERE}/{AGENT}/reset")).says("Reset the password of Agent?")
    page = await browser.post(f"{HERE}/{AGENT}/reset")
    found = LINK.search(page.text)
    assert found is not None
    assert ("sign-in" in (await his.get("/")).goes_to, (await known(desk)).password_hash) == (True, None)
    await his.get(found[1])
    assert (await his.post(found[1])).goes_to == "/console/"
    assert await noted(desk) == [("staff_reset", "agent@noor.example")]


async def test_codes_are_switched_off_where_there_are_any(desk: Desk) -> None:
    browser = await admin(desk)
    assert (await browser.get(f"{HERE}/{AGENT}/codes")).status == 404
    await desk.db.staff.set_totp(AGENT, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert (await browser.get(f"{HERE}/{AGENT}/codes")).says("Switch codes off for Agent?")
    await browser.post(f"{HERE}/{AGENT}/codes")
    assert ((await known(desk)).totp_secret, await noted(desk)) == (None, [("staff_codes_off", "agent@noor.example")])


async def test_signing_out_everywhere_ends_links_too(desk: Desk) -> None:
    his, browser = await admin(desk, "agent"), await admin(desk)
    link = await desk.access.invite(await known(desk), NOW)
    assert (await browser.post(f"{HERE}/{AGENT}/sign_out")).goes_to.endswith("done=sign_out")
    assert "sign-in" in (await his.get("/")).goes_to
    assert await desk.access.link_owner(link, NOW) is None


async def test_of_two_who_take_each_others_role_away_one_stays(desk: Desk) -> None:
    await desk.db.staff.add(person("admin", name="second"))
    second = staff_id("second@noor.example")
    one, other = await admin(desk), await admin(desk, "second")
    seals = [(await browser.get(f"{HERE}/{who}")).field("seal") for browser, who in ((one, second), (other, ADMIN))]
    await one.post(f"{HERE}/{second}", name="Second", role="agent", which="every", seal=seals[0])
    page = await other.post(f"{HERE}/{ADMIN}", name="Admin", role="agent", which="every", seal=seals[1])
    assert (page.status, (await known(desk, ADMIN)).role, (await known(desk, second)).role) == (403, "admin", "agent")


async def test_a_second_click_finds_it_done(desk: Desk) -> None:
    browser = await admin(desk)
    for _ in range(2):
        assert (await browser.post(f"{HERE}/{AGENT}/disable")).status == 303
    for deed in ("reset", "codes", "sign_out"):
        assert LINK.search((await browser.post(f"{HERE}/{AGENT}/{deed}")).text) is None
    assert await noted(desk) == [("staff_disabled", "agent@noor.example")]
    assert (await browser.get(f"{HERE}/{AGENT}/reset")).status == 404


async def test_who_is_let_in_again_without_a_password_gets_a_link(desk: Desk) -> None:
    await desk.db.staff.add(person(name="new", password_hash=None, disabled_at=NOW))
    page = await (await admin(desk)).post(f"{HERE}/{NEW}/enable")
    assert (page.status, page.says("Enabled."), LINK.search(page.text) is not None) == (200, True, True)
    assert (await known(desk, NEW)).disabled_at is None


async def test_behind_a_proxy_the_link_leads_where_the_reader_came_from(desk: Desk) -> None:
    desk.transport = Transport(proxies=1)
    browser = await desk.browser()
    made = await desk.access.with_password("admin@noor.example", PASSWORD, Visitor("127.0.0.1"), NOW)
    assert isinstance(made, LetIn)
    browser.csrf = made.session.csrf
    browser.headers |= {"X-Forwarded-Proto": "https", "Host": "console.noor.example", "Cookie": f"__Host-wasla={made.cookie}"}
    page = await browser.post(f"{HERE}/{AGENT}/reset")
    assert 'value="https://console.noor.example/console/enter/' in page.text


async def test_a_persons_page_shows_where_he_is_signed_in_and_leads_to_what_he_did(desk: Desk) -> None:
    his = await desk.browser()
    his.headers["User-Agent"] = "<b>Phone</b>"
    await his.sign_in()
    page = await (await admin(desk)).get(f"{HERE}/{AGENT}")
    assert ("&lt;b&gt;Phone&lt;/b&gt;" in page.text, f'href="/console/admin/audit?who={AGENT.replace(":", "%3A")}"' in page.text) == (True, True)


async def test_a_store_that_is_gone_stays_with_a_person_until_it_is_taken_off(desk: Desk) -> None:
    await desk.db.staff.set_profile(person("agent"), person("agent", stores=("gone", "noor")))
    browser = await admin(desk)
    page = await browser.get(f"{HERE}/{AGENT}")
    assert 'name="store:gone" value="1" checked' in page.text
    gone: dict[str, Any] = {"store:gone": "1"}
    await save(browser, **ONLY_NOOR, **gone, name="Tariq")
    assert (await known(desk)).stores == ("gone", "noor")
    await save(browser, **ONLY_NOOR, name="Tariq")
    assert (await known(desk)).stores == ("noor",)


async def test_what_was_typed_stays_where_something_is_wrong(desk: Desk) -> None:
    await desk.db.teams.put(team("noor", "Returns"))
    more: dict[str, Any] = {"team:noor:returns": "1"}
    page = await save(await admin(desk), name="Tariq", role="viewer", which="some", **more)
    assert (page.field("name"), 'value="viewer" checked' in page.text, 'value="some" checked' in page.text) == ("Tariq", True, True)
    assert 'name="team:noor:returns" value="1" checked' in page.text


@pytest.mark.parametrize("role", ["agent", "viewer"])
async def test_who_is_no_admin_sees_none_of_it(desk: Desk, role: str) -> None:
    browser = await admin(desk, role)
    assert {(await browser.get(f"/admin/{page}")).status for page in ("staff", f"staff/{AGENT}", "teams", "keys", "audit", "audit/file")} == {403}
    assert (await browser.post(f"{HERE}/{AGENT}", role="admin", which="every", name="x")).status == 403
