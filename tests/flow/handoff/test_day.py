"""One conversation from the night on which it begins to the word with which it ends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.clock import HOUR, MINUTE, SECOND, parse_instant
from bot.domain.content import TextOut
from bot.domain.hours import Hours, Span
from bot.flow.chat import Chats
from bot.flow.handoff.desk import HelpDesk
from bot.flow.handoff.reply import Words
from bot.jobs.help_desk import Escalation, Silence
from tests.flow.conftest import ON_ITS_WAY, SARA, STORE
from tests.flow.handoff.stage import CHAT, LINA, OMAR, done, refused
from tests.flow.handoff.test_survey import tap
from tests.flow.test_chat import items, text

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.desk import DeskEntry
    from bot.flow.converse import Mind

NIGHT, MORNING = parse_instant("2026-11-24T23:00+03:00"), parse_instant("2026-11-25T09:00+03:00")
SHOP = replace(STORE, language="en", hours=Hours(((Span(9 * 60, 18 * 60),),) * 7, "Asia/Riyadh"))


class Shift:
    """The shop at an instant that moves on: its customer writes, its people act, its jobs run."""

    def __init__(self, db: Database, mind: Mind) -> None:
        self.db = db
        self.now = NIGHT
        self.chats = Chats(db, {"n1": SHOP}, mind, 0)
        self.desk = HelpDesk(db, {"noor": SHOP}, mind.catalogues)

    async def hears(self, *messages: dict[str, object]) -> list[str]:
        """Hand in what the customer writes now, and return what is answered."""
        told = [{**message, "timestamp": str(self.now // SECOND)} for message in messages]
        waiting = [replace(item, received_at=self.now) for item in items(*told)]
        await self.db.inbox.add_many(waiting)
        outcome = await self.chats.handle(waiting, self.now)
        return [getattr(item.content, "body", "") for item in outcome.outbox]

    async def escalates(self) -> int:
        return await Escalation(self.db, self.desk, {"noor": SHOP}, 15 * MINUTE).run(self.now)

    async def hands_back(self) -> int:
        return await Silence(self.db, self.desk, 12 * HOUR).run(self.now)

    async def entry(self) -> DeskEntry:
        return (await self.db.desk.get_many([CHAT.id]))[CHAT.id]


async def begun(database: Database, mind: Mind) -> Shift:
    await database.customers.put_many([SARA])
    await database.orders.put_many([ON_ITS_WAY])
    shift = Shift(database, mind)
    (answer,) = await shift.hears(text("I want to talk to a human", 1))
    assert "Wednesday 25 November, 9:00" in answer.replace("\u202f", " ")
    return shift


async def test_a_night_passes_before_anybody_is_late(database: Database, mind: Mind) -> None:
    shift = await begun(database, mind)
    late = []
    for shift.now in (NIGHT + HOUR, MORNING - MINUTE, MORNING + 14 * MINUTE, MORNING + 16 * MINUTE, MORNING + HOUR):
        late.append(await shift.escalates())
    assert late == [0, 0, 0, 1, 0]


async def test_it_is_taken_answered_closed_and_rated(database: Database, mind: Mind) -> None:
    shift = await begun(database, mind)
    shift.now = MORNING
    done(await shift.desk.take_over(CHAT.id, LINA, shift.now))
    assert refused(await shift.desk.take_over(CHAT.id, OMAR, shift.now)) == ("taken", LINA.id)
    done(await shift.desk.reply(CHAT.id, LINA, Words("1", TextOut("Good morning, how can I help?")), shift.now))
    shift.now += MINUTE
    assert await shift.hears(text("where is my order", 2)) == []
    assert (await shift.entry()).waiting_since == shift.now
    done(await shift.desk.reply(CHAT.id, LINA, Words("2", TextOut("It comes today")), shift.now))
    done(await shift.desk.close(CHAT.id, LINA, "solved", shift.now))
    shift.now += MINUTE
    assert len(await shift.hears(tap("survey_good", 3))) == 1
    assert [(one.score, one.staff) for one in await database.ratings.of_conversation(CHAT.id)] == [(3, LINA.id)]
    assert (await shift.entry()).state == "closed"


async def test_a_person_who_goes_home_leaves_it_to_the_others(database: Database, mind: Mind) -> None:
    shift = await begun(database, mind)
    shift.now = MORNING
    done(await shift.desk.take_over(CHAT.id, LINA, shift.now))
    await shift.hears(text("hello?", 2))
    shift.now += 11 * HOUR
    assert await shift.hands_back() == 0
    shift.now += 2 * HOUR
    assert await shift.hands_back() == 1
    entry = await shift.entry()
    assert (entry.owner, entry.assignee, entry.state, entry.reason) == ("bot", None, "open", "asked_for_person")
    done(await shift.desk.take_over(CHAT.id, OMAR, shift.now))


async def test_what_is_over_the_bot_answers_again(database: Database, mind: Mind) -> None:
    shift = await begun(database, mind)
    shift.now = MORNING
    done(await shift.desk.take_over(CHAT.id, LINA, shift.now))
    done(await shift.desk.hand_back(CHAT.id, LINA, shift.now))
    shift.now += MINUTE
    (answer,) = await shift.hears(text("where is my order", 2))
    assert "NH-1041" in answer
    assert (await shift.entry()).state == "closed"
