from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import HOUR, MINUTE
from bot.domain.desk import entry_of
from bot.web.console.feed import OVERLAP, Seen
from bot.web.console.live import Live, Screen
from tests.web.console.chats import CHAT, DAR, stand
from tests.web.console.conftest import NOW, person

if TYPE_CHECKING:
    from aiohttp import ClientResponse

    from tests.web.console.conftest import Browser, Desk


def screen(live: Live, chat: str | None = None, *stores: str) -> Screen:
    one = Screen(person(stores=stores), chat)
    live.open(one)
    return one


def told(one: Screen) -> set[str]:
    news, one.news = one.news, set()
    return news


async def test_a_change_is_told_once_to_every_open_screen(desk: Desk) -> None:
    live = Live(desk.db, desk.clock)
    screens = [screen(live), screen(live)]
    await stand(desk.db, CHAT)
    await live.look()
    assert [told(one) for one in screens] == [{"desk"}, {"desk"}]
    await live.look()
    assert told(screens[0]) == set()


async def test_a_later_version_is_told_again_however_close(desk: Desk) -> None:
    live = Live(desk.db, desk.clock)
    one = screen(live)
    for version in (1, 2, 3):
        await stand(desk.db, replace(CHAT, version=version, touched_at=NOW + version))
        await live.look()
        assert told(one) == {"desk"}


async def test_a_line_that_is_written_late_is_not_missed(desk: Desk) -> None:
    live = Live(desk.db, desk.clock)
    one = screen(live)
    await stand(desk.db, replace(DAR, touched_at=NOW + OVERLAP))
    await live.look()
    told(one)
    await stand(desk.db, replace(CHAT, touched_at=NOW + 1))
    await live.look()
    assert told(one) == {"desk"}


async def test_a_screen_hears_of_its_own_conversation_and_of_its_own_stores(desk: Desk) -> None:
    live = Live(desk.db, desk.clock)
    here, elsewhere, other_store = screen(live, CHAT.id), screen(live, "c:n1:cu:else"), screen(live, None, "dar")
    await stand(desk.db, CHAT)
    await live.look()
    assert [told(one) for one in (here, elsewhere, other_store)] == [{"chat", "desk"}, {"desk"}, set()]


def test_what_is_long_ago_is_forgotten() -> None:
    seen, old, new = Seen(), entry_of(CHAT, None), entry_of(replace(DAR, touched_at=NOW + HOUR), None)
    assert old is not None
    assert new is not None
    assert seen.news([old], NOW) == [old]
    assert seen.news([new], NOW + HOUR) == [new]
    assert set(seen.known) == {DAR.id}


@pytest.mark.parametrize("open_screens", [0, 1])
async def test_nobody_looks_while_no_screen_is_open(desk: Desk, open_screens: int) -> None:
    live, pauses = Live(desk.db, desk.clock), iter(range(3))
    screens = [screen(live) for _ in range(open_screens)]
    await stand(desk.db, CHAT)

    async def pause(_seconds: float) -> None:
        if next(pauses, None) is None:
            raise TimeoutError

    with pytest.raises(TimeoutError):
        await live.keep_watching(pause)
    live.open(late := Screen(person()))
    await live.look()
    # What was looked at already is told to nobody again; what nobody looked at is new.
    assert told(late) == (set() if screens else {"desk"})


async def opened(browser: Browser, query: str = "") -> ClientResponse:
    response = await browser.client.get(f"/console/live{query}", headers={"Accept": "text/event-stream"})
    assert await response.content.readuntil(b"\n\n") == b": open\n\n"
    return response


async def test_an_open_page_receives_the_event(desk: Desk, browser: Browser) -> None:
    await stand(desk.db, CHAT)
    await browser.sign_in()
    response = await opened(browser, f"?chat={CHAT.id}")
    assert response.headers["Content-Type"].startswith("text/event-stream")
    await desk.live.look()
    for name in (b"chat", b"desk", b"presence"):
        assert await response.content.readuntil(b"\n\n") == b"event: " + name + b"\ndata: changed\n\n"
    response.close()


async def test_a_stream_ends_with_its_session(desk: Desk, browser: Browser) -> None:
    await browser.sign_in()
    response = await opened(browser)
    desk.now += HOUR + MINUTE
    await stand(desk.db, replace(CHAT, touched_at=desk.now))
    await desk.live.look()
    assert (await response.content.read()).endswith(b"data: changed\n\n")


async def test_streams_end_when_the_server_stops(desk: Desk, browser: Browser) -> None:
    await browser.sign_in()
    response = await opened(browser)
    await desk.live.close()
    async with asyncio.timeout(5):
        await response.content.read()


async def test_a_stranger_gets_no_stream(browser: Browser) -> None:
    response = await browser.client.get("/console/live", headers={"Accept": "text/event-stream"})
    assert response.status == 401
