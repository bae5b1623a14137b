"""A process that dies at any step of a deed: whoever comes next completes it, and nothing is said twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.db.versioned import COPY_ORDER, Change
from bot.domain.content import TextOut
from bot.domain.desk import entry_of
from bot.flow.handoff.acts import Act
from bot.flow.handoff.close import close
from bot.flow.handoff.hand_back import hand_back
from bot.flow.handoff.reply import Words, reply
from bot.flow.handoff.take_over import take_over
from tests.flow.conftest import NOW, SARA
from tests.flow.handoff.stage import CHAT, FLAGGED, LINA, LINAS, OMAR, done, opened, refused
from tests.flow.test_chat import handle, items, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.db import Database
    from bot.domain.conversation import Conversation
    from bot.flow.converse import Mind
    from tests.flow.handoff.stage import Floor

HELLO = Words("w1", TextOut("Hello, Lina here"))
HELPED = replace(LINAS, staff_said_at=NOW - 1)
SURVEY = (SARA, TextOut("How was it?"))
DEEDS: dict[str, tuple[Conversation, Callable[[Conversation], object]]] = {
    "take over": (FLAGGED, lambda chat: take_over(chat, LINA, NOW)),
    "reply": (LINAS, lambda chat: reply(chat, LINA, SARA, HELLO, NOW)),
    "hand back": (LINAS, lambda chat: hand_back(chat, LINA, NOW)),
    "close": (HELPED, lambda chat: close(chat, LINA, "solved", NOW, SURVEY)),
}
# So many of the collections have been copied to when the process dies; beyond the last one the lists are only not cleared yet.
STEPS = range(0, len(COPY_ORDER) + 1, 3)


async def died(database: Database, mind: Mind, deed: str, copied: int) -> tuple[Floor, Act]:
    """Commit a deed and die after a number of steps."""
    chat, decide = DEEDS[deed]
    floor = await opened(database, mind, chat)
    act = decide(chat)
    assert isinstance(act, Act)
    pending = {
        "outbox": [database.outbox.to_doc(item) for item in act.outbox],
        "transcript": [database.transcript.to_doc(line) for line in act.lines],
        "outgoing": [database.outgoing.to_doc(event) for event in act.news],
    }
    assert await database.conversations.commit([Change(act.chat, pending=pending)])
    done_already = {name: pending[name] for name in COPY_ORDER[:copied] if name in pending}
    if "outbox" in done_already:
        await database.outbox.add(act.outbox)
    if "outgoing" in done_already:
        await database.outgoing.add(act.news)
    if "transcript" in done_already:
        await database.transcript.add(act.lines)
    return floor, act


async def complete(floor: Floor, act: Act) -> None:
    """Check that everything that follows from a deed is there, once."""
    outbox = await floor.db.outbox.get_many([item.id for item in act.outbox])
    assert len(outbox) == len(act.outbox)
    assert await floor.db.transcript.known([line.id for line in act.lines]) == {line.id for line in act.lines}
    told = [event.id for event in await floor.db.outgoing.of_store("noor")]
    assert [told.count(event.id) for event in act.news] == [1] * len(act.news)


@pytest.mark.parametrize("copied", STEPS)
@pytest.mark.parametrize("deed", DEEDS)
async def test_the_next_deed_completes_it(database: Database, mind: Mind, deed: str, copied: int) -> None:
    floor, act = await died(database, mind, deed, copied)
    done(await floor.desk.note(CHAT.id, OMAR, "n1", "what happened here?", (), NOW + 1))
    await complete(floor, act)
    assert await floor.entry() == entry_of(await floor.chat(), "Sara")


@pytest.mark.parametrize("deed", DEEDS)
async def test_the_customers_next_message_completes_it(database: Database, mind: Mind, deed: str) -> None:
    floor, act = await died(database, mind, deed, 0)
    await handle(database, mind, items(text("hello?", 7)))
    await complete(floor, act)
    assert await floor.entry() == entry_of(await floor.chat(), "Sara")


async def test_who_clicks_again_is_told_as_if_nothing_had_happened(database: Database, mind: Mind) -> None:
    floor, act = await died(database, mind, "reply", 0)
    done(await floor.desk.reply(CHAT.id, LINA, HELLO, NOW + 1))
    await complete(floor, act)
    assert len(await database.outbox.all_of("n1", 9)) == 1


async def test_who_comes_second_after_a_crash_is_told_who_was_first(database: Database, mind: Mind) -> None:
    floor, act = await died(database, mind, "take over", 0)
    assert refused(await floor.desk.take_over(CHAT.id, OMAR, NOW + 1)) == ("taken", LINA.id)
    await complete(floor, act)


async def test_a_deed_that_was_never_committed_left_nothing(database: Database, mind: Mind) -> None:
    floor = await opened(database, mind)
    await database.conversations.put_many([replace(FLAGGED, version=5)])
    assert await database.conversations.commit([Change(replace(LINAS, version=2))]) == []
    assert ((await floor.chat()).owner, await floor.lines()) == ("bot", [])
