"""How often the database hears of who is where, and what of it is news."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import MINUTE, SECOND
from bot.domain.presence import LOOKS_FOR, RENEWED, TYPES_FOR, Presence
from bot.web.console.watching import ASKED_EVERY, Watching
from tests.web.console.conftest import NOW, person

if TYPE_CHECKING:
    from tests.web.console.conftest import Desk

AGENT, ADMIN = person("agent"), person("admin")
HERE, THERE = ("c:1", AGENT), ("c:2", AGENT)


def stranger(chat: str = "c:1", until: int = NOW + MINUTE, process: str = "elsewhere") -> Presence:
    """Somebody of whom another process tells."""
    return Presence(f"{chat}|s:mona|looks|{process}", chat, "s:mona", "Mona", "looks", until)


async def known(desk: Desk, now: int = NOW) -> list[tuple[str, str, int]]:
    return sorted((one.conversation_id, one.doing, one.until) for one in await desk.db.presence.now(now))


async def test_it_is_said_once_and_then_renewed_in_time(desk: Desk) -> None:
    watching = Watching(desk.db)
    for later in range(0, RENEWED, SECOND):
        await watching.look([HERE], NOW + later)
    assert await known(desk) == [("c:1", "looks", NOW + LOOKS_FOR)]
    await watching.look([HERE], NOW + RENEWED)
    assert await known(desk) == [("c:1", "looks", NOW + RENEWED + LOOKS_FOR)]
    assert RENEWED * 2 < LOOKS_FOR


async def test_two_windows_of_one_person_are_one(desk: Desk) -> None:
    watching = Watching(desk.db)
    await watching.look([HERE, HERE], NOW)
    await watching.look([HERE], NOW + 1)
    assert len(await known(desk)) == 1
    assert [one.name for one in await watching.others("c:1", ADMIN, NOW)] == ["Agent"]


async def test_who_goes_elsewhere_is_no_longer_here(desk: Desk) -> None:
    watching = Watching(desk.db)
    await watching.look([HERE], NOW)
    await watching.look([THERE], NOW + 1)
    assert [chat for chat, _, _ in await known(desk)] == ["c:2"]
    await watching.look([], NOW + 2)
    assert (await known(desk), watching.known) == ([], False)


async def test_one_process_does_not_take_leave_for_another(desk: Desk) -> None:
    one, other = Watching(desk.db), Watching(desk.db)
    for watching in (one, other):
        await watching.look([HERE], NOW)
    await one.look([], NOW + 1)
    assert [person.name for person in await other.others("c:1", ADMIN, NOW + 1)] == ["Agent"]


async def test_what_another_process_says_is_news_once(desk: Desk) -> None:
    watching = Watching(desk.db)
    assert await watching.look([HERE], NOW) == {"c:1"}
    await desk.db.presence.put([stranger()])
    assert await watching.look([HERE], NOW + 1) == set()
    assert await watching.look([HERE], NOW + ASKED_EVERY) == {"c:1"}
    assert await watching.look([HERE], NOW + 2 * ASKED_EVERY) == set()


async def test_who_is_only_renewed_is_no_news(desk: Desk) -> None:
    watching = Watching(desk.db)
    await watching.look([HERE], NOW)
    for step in (1, 2, 3):
        assert await watching.look([HERE], NOW + step * RENEWED) == set()


async def test_who_vanished_is_news_when_his_time_is_over(desk: Desk) -> None:
    watching = Watching(desk.db)
    await desk.db.presence.put([stranger(until=NOW + 500)])
    await watching.look([HERE], NOW)
    assert await watching.look([HERE], NOW + 499) == set()
    assert await watching.look([HERE], NOW + 500) == {"c:1"}


async def test_other_conversations_are_no_news(desk: Desk) -> None:
    watching = Watching(desk.db)
    await watching.look([HERE], NOW)
    await desk.db.presence.put([stranger("c:9")])
    assert await watching.look([HERE], NOW + ASKED_EVERY) == set()


async def test_typing_is_asked_for_at_once(desk: Desk) -> None:
    watching = Watching(desk.db)
    await watching.look([HERE], NOW)
    await watching.types("c:1", ADMIN, NOW)
    assert await watching.look([HERE], NOW + 1) == {"c:1"}
    assert [(one.name, one.types) for one in await watching.others("c:1", AGENT, NOW + TYPES_FOR - 1)] == [("Admin", True)]


async def test_a_clock_that_was_set_back_stops_nothing(desk: Desk) -> None:
    watching = Watching(desk.db)
    await watching.look([HERE], NOW)
    await desk.db.presence.put([stranger()])
    assert await watching.look([HERE], NOW - MINUTE) == {"c:1"}


@pytest.mark.parametrize(("until", "kept"), [(NOW - 2 * LOOKS_FOR, 0), (NOW + MINUTE, 1)])
async def test_what_a_dead_process_left_is_swept_away(desk: Desk, until: int, kept: int) -> None:
    await desk.db.presence.put([stranger("c:9", until)])
    await Watching(desk.db).look([HERE], NOW)
    assert len([one for one in await desk.db.presence.now(0) if one.conversation_id == "c:9"]) == kept
