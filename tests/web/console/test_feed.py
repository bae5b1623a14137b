"""One look per process feeds every screen, misses nothing, and knows how many lines there are."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from bot.db.desk import MOST_CHANGES, Counters, DeskBook, Filters, Place, QueuePage
from bot.domain.clock import HOUR, SECOND
from bot.errors import DatabaseDown
from bot.flow.desk_tally import MANY
from bot.web.console.feed import FRESH, Feed
from tests.web.console.chats import CHAT, LATE, another, stand
from tests.web.console.conftest import NOW

if TYPE_CHECKING:
    from tests.web.console.conftest import Browser, Desk


async def learn(feed: Feed, pauses: int = 0) -> list[float]:
    """Let a feed read the desk, and return how long it paused."""
    taken: list[float] = []

    async def pause(seconds: float) -> None:
        taken.append(seconds)
        if len(taken) > pauses:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await feed.keep_learning(pause)
    return taken


async def test_however_much_has_changed_at_once_nothing_is_missed(desk: Desk) -> None:
    size = MOST_CHANGES * 2 + 7
    await desk.db.conversations.project([another(str(n), touched_at=NOW + n // 100) for n in range(size)])
    feed = Feed(desk.db)
    assert len(await feed.look(NOW)) == size
    assert await feed.look(NOW) == []
    assert feed.turn == 1


async def test_what_changed_while_nobody_looked_is_told_afterwards(desk: Desk) -> None:
    feed = Feed(desk.db)
    await feed.look(NOW)
    await stand(desk.db, replace(CHAT, touched_at=NOW + HOUR // 2))
    assert [entry.id for entry in await feed.look(NOW + HOUR)] == [CHAT.id]


async def test_the_desk_is_counted_by_what_was_learned_and_what_has_changed_since(desk: Desk) -> None:
    await desk.db.conversations.project([another(str(n), touched_at=NOW - HOUR) for n in range(MANY)])
    feed = Feed(desk.db)
    await learn(feed)
    await stand(desk.db, replace(CHAT, touched_at=NOW))
    await feed.look(NOW)
    tally = feed.tally(NOW)
    assert tally is not None
    assert feed.wants_looks
    assert tally.counters(Filters()) == await desk.db.desk.counters(Filters())
    # What is not there can't be counted by asking the database.
    await desk.db.desk.forget_closed_before(NOW)
    assert (await feed.counters(Filters(), NOW, own=True)).tabs["all"] == MANY + 1


async def test_what_nobody_kept_up_with_is_not_believed(desk: Desk) -> None:
    feed = Feed(desk.db)
    await learn(feed)
    assert feed.tally(NOW) is None
    await feed.look(NOW)
    assert feed.tally(NOW + FRESH) is not None
    assert feed.tally(NOW + FRESH + 1) is None
    await stand(desk.db, CHAT, LATE)
    assert (await feed.counters(Filters(), NOW + FRESH + 1)).tabs["all"] == 2


async def test_a_persons_own_request_sees_a_small_desk_as_it_is(desk: Desk) -> None:
    feed = Feed(desk.db)
    await learn(feed)
    await feed.look(NOW)
    await stand(desk.db, CHAT)
    assert [(await feed.counters(Filters(), NOW, own=own)).tabs["all"] for own in (False, True)] == [0, 1]


async def test_a_database_that_is_away_is_asked_again(desk: Desk) -> None:
    lines, fails = desk.db.desk, iter((True, False))

    class Unsteady(DeskBook):
        @override
        async def open_lines(self, limit: int, after: Place | None = None) -> QueuePage:
            if next(fails, False):
                raise DatabaseDown("away")
            return await lines.open_lines(limit, after)

    desk.db.desk = Unsteady(None)  # type: ignore[arg-type]
    assert await learn(Feed(desk.db), pauses=1) == [5.0, 3600.0]


async def test_screens_that_show_the_same_share_what_was_drawn_until_something_changes(desk: Desk, browser: Browser) -> None:
    await stand(desk.db, CHAT)
    await browser.sign_in()
    other = await desk.browser()
    await other.sign_in("viewer")
    await desk.live.look()
    assert "says late" not in (await browser.get("/queue")).text
    await stand(desk.db, LATE)
    assert "says late" not in (await other.get("/queue")).text
    await desk.live.look()
    assert "says late" in (await other.get("/queue")).text
    # A page that a person asks for himself always shows this very moment.
    await stand(desk.db, another("new"))
    assert "says new" in (await other.get("/")).text


async def test_what_was_drawn_is_not_kept_for_long(desk: Desk, browser: Browser) -> None:
    await browser.sign_in()
    await browser.get("/queue")
    await stand(desk.db, CHAT)
    desk.now += 2 * SECOND
    assert "it?" in (await browser.get("/queue")).text


async def test_before_the_desk_was_read_it_is_counted_for_one_after_the_other(desk: Desk) -> None:
    lines, under_way, most = desk.db.desk, 0, 0

    class Counting(DeskBook):
        @override
        async def counters(self, filters: Filters) -> Counters:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0.01)
            under_way -= 1
            return await lines.counters(filters)

    desk.db.desk = Counting(None)  # type: ignore[arg-type]
    feed = Feed(desk.db)
    await asyncio.gather(*(feed.counters(Filters(), NOW, own=own) for own in (True, False, True)))
    assert most == 1
