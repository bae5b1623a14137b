"""Who else is at a conversation, on screens of one process and of several."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import HOUR, MINUTE, SECOND
from bot.domain.presence import LOOKS_FOR, TYPES_FOR
from bot.domain.staff import staff_id
from bot.web.console.live import Live, Screen
from tests.web.console.chats import CHAT, DAR, stand
from tests.web.console.conftest import NOW, person

if TYPE_CHECKING:
    from tests.web.console.conftest import Browser, Desk

HERE = "/chats/c%3An1%3Acu%3Asara"
ADMIN, AGENT = person("admin"), person("agent")


def opens(live: Live, member: object = AGENT, chat: str | None = CHAT.id, store: str = "noor") -> Screen:
    screen = Screen(member, chat, store)  # type: ignore[arg-type]
    live.open(screen)
    return screen


def told(screen: Screen) -> set[str]:
    news, screen.news = screen.news, set()
    return news


async def there(desk: Desk, live: Live, member: object = ADMIN) -> list[tuple[str, bool]]:
    """Look once and return who else is at the conversation."""
    await live.look()
    return [(one.name, one.types) for one in await live.watching.others(CHAT.id, member, desk.now)]  # type: ignore[arg-type]


async def test_who_opens_a_conversation_is_seen_there_until_he_leaves(desk: Desk) -> None:
    screen = opens(desk.live)
    assert await there(desk, desk.live) == [("Agent", False)]
    desk.live.leave(screen)
    assert await there(desk, desk.live) == []


async def test_another_process_hears_of_it_within_a_second(desk: Desk) -> None:
    other = Live(desk.db, desk.clock)
    watching = opens(other, ADMIN)
    await other.look()
    told(watching)
    opens(desk.live)
    await desk.live.look()
    desk.now += SECOND
    await other.look()
    assert told(watching) == {"presence"}


async def test_who_looks_for_long_stays_and_who_vanishes_is_forgotten(desk: Desk) -> None:
    screen = opens(desk.live)
    for _ in range(6):
        desk.now += LOOKS_FOR // 2
        assert await there(desk, desk.live) == [("Agent", False)]
    # The process ends without a word.
    del screen
    desk.now += LOOKS_FOR
    assert await desk.live.watching.others(CHAT.id, ADMIN, desk.now) == ()


async def test_who_closes_his_window_is_gone_at_the_next_look(desk: Desk, browser: Browser) -> None:
    await stand(desk.db, CHAT)
    await browser.sign_in("agent")
    response = await browser.client.get(f"/console/live?chat={CHAT.id}")
    await response.content.readuntil(b"\n\n")
    assert await there(desk, desk.live) == [("Agent", False)]
    response.close()
    async with asyncio.timeout(5):
        while await there(desk, desk.live):  # noqa: ASYNC110 - another task hears of the end
            await asyncio.sleep(0.01)


async def test_typing_is_told_and_ends_by_itself(desk: Desk) -> None:
    mine = opens(desk.live, ADMIN)
    opens(desk.live)
    await desk.live.look()
    told(mine)
    await desk.live.watching.types(CHAT.id, AGENT, desk.now)
    assert (await there(desk, desk.live), told(mine)) == ([("Agent", True)], {"presence"})
    desk.now += TYPES_FOR
    assert (await there(desk, desk.live), told(mine)) == ([("Agent", False)], {"presence"})


async def test_who_has_sent_types_no_more(desk: Desk) -> None:
    opens(desk.live)
    await desk.live.watching.types(CHAT.id, AGENT, desk.now)
    await desk.live.watching.stops(CHAT.id, AGENT)
    assert await there(desk, desk.live) == [("Agent", False)]


async def test_screens_of_other_conversations_and_stores_hear_nothing(desk: Desk) -> None:
    screens = [opens(desk.live, ADMIN, "c:n1:cu:else"), opens(desk.live, person(stores=("dar",)), CHAT.id), opens(desk.live, ADMIN, None)]
    await desk.live.look()
    for screen in screens:
        told(screen)
    opens(desk.live)
    assert await there(desk, desk.live, ADMIN) == [("Agent", False)]
    assert [told(screen) for screen in screens] == [set(), set(), set()]


@pytest.mark.parametrize(("chat", "shown"), [(CHAT, True), (DAR, False)])
async def test_nobody_is_at_a_conversation_that_he_may_not_see(desk: Desk, browser: Browser, chat: object, shown: bool) -> None:  # noqa: FBT001
    await desk.db.staff.add(person(name="noors", stores=("noor",)))
    await stand(desk.db, CHAT, DAR)
    await browser.sign_in("noors")
    async with browser.client.get(f"/console/live?chat={chat.id}") as response:  # type: ignore[attr-defined]
        await response.content.readuntil(b"\n\n")
        await desk.live.look()
        assert [one.name for one in await desk.db.presence.now(NOW)] == (["noors"] if shown else [])


async def test_the_page_says_who_types_to_others_only(desk: Desk) -> None:
    await stand(desk.db, CHAT)
    agent, admin = [await desk.browser() for _ in range(2)]
    for browser, role in ((agent, "agent"), (admin, "admin")):
        await browser.sign_in(role)
    assert (await agent.post(f"{HERE}/typing")).status == 204
    assert [(await one.get(f"{HERE}/presence")).says("is typing") for one in (agent, admin)] == [False, True]
    assert (await admin.get(HERE)).says("is typing")
    assert (await agent.post(f"{HERE}/typing", off="1")).status == 204
    assert not (await admin.get(f"{HERE}/presence")).says("is typing")


async def test_to_look_keeps_no_session_alive_and_to_type_does(desk: Desk, browser: Browser) -> None:
    await stand(desk.db, CHAT)
    await browser.sign_in()
    desk.now += HOUR - MINUTE
    assert (await browser.get(f"{HERE}/presence")).status == 200
    assert (await browser.post(f"{HERE}/typing")).status == 204
    desk.now += HOUR - MINUTE
    assert (await browser.get(f"{HERE}/presence")).status == 200
    desk.now += 2 * MINUTE
    assert (await browser.get(f"{HERE}/presence", **{"HX-Request": "true"})).status == 401


async def test_of_another_stores_conversation_nothing_is_told(desk: Desk, browser: Browser) -> None:
    await desk.db.staff.add(person(name="dars", stores=("dar",)))
    await stand(desk.db, CHAT)
    await browser.sign_in("dars")
    assert [(await browser.get(f"{HERE}/presence")).status, (await browser.post(f"{HERE}/typing")).status] == [404, 404]
    assert await desk.db.presence.now(NOW) == []


async def test_a_name_is_shown_as_it_is_written(desk: Desk, browser: Browser) -> None:
    await stand(desk.db, CHAT)
    await browser.sign_in("admin")
    await desk.live.watching.types(CHAT.id, replace(AGENT, id=staff_id("x"), name="<b>Mona"), NOW)
    page = await browser.get(f"{HERE}/presence")
    assert ("<b>" in page.text, page.says("<b>Mona")) == (False, True)
