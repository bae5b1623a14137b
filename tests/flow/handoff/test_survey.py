"""Asking how the help was, and what became of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import DAY
from bot.domain.content import ButtonsOut, TextOut
from bot.domain.conversation import Closed
from bot.flow.handoff.acts import Act
from bot.flow.handoff.close import close
from tests.flow.conftest import NOW, SARA
from tests.flow.handoff.stage import CHAT, LINA, LINAS, done, opened
from tests.flow.staging import staged
from tests.flow.test_chat import handle, items, text

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.conversation import CloseReason, Conversation
    from bot.flow.converse import Mind
    from tests.flow.handoff.stage import Floor

HELPED = replace(LINAS, staff_said_at=NOW - 1)


def tap(intent: str, n: int = 1) -> dict[str, object]:
    reply = {"type": "button_reply", "button_reply": {"id": f"ask:{intent}", "title": "x"}}
    return {"from": "966501234567", "id": f"wamid.t{n}", "timestamp": str(NOW // 1000), "type": "interactive", "interactive": reply}


def asked(chat: Conversation, reason: CloseReason = "solved", now: int = NOW) -> bool:
    made = close(chat, LINA, reason, now, (SARA, TextOut("How was it?")))
    assert isinstance(made, Act)
    return bool(made.outbox)


async def closed(database: Database, mind: Mind) -> Floor:
    floor = await opened(database, mind, HELPED)
    done(await floor.desk.close(CHAT.id, LINA, "solved", NOW))
    return floor


def test_who_was_helped_is_asked_while_words_are_free() -> None:
    assert asked(HELPED)
    assert not asked(replace(HELPED, last_inbound_at=NOW - DAY))


@pytest.mark.parametrize("chat", [LINAS, replace(HELPED, taken_at=NOW), replace(HELPED, to_rate=Closed(NOW - DAY + 1, "solved"))])
def test_who_was_not_written_to_or_was_asked_today_is_not_asked(chat: Conversation) -> None:
    assert not asked(chat)


@pytest.mark.parametrize("reason", ["spam", "duplicate", "no_answer", "other"])
def test_only_what_is_solved_is_asked_about(reason: CloseReason) -> None:
    assert not asked(HELPED, reason)


async def test_the_question_has_three_buttons_in_the_customers_language(database: Database, mind: Mind) -> None:
    floor = await closed(database, mind)
    (item,) = floor.sent
    assert isinstance(item.content, ButtonsOut)
    assert (item.kind, item.content.body) == ("survey", "How was our help?")
    assert [button.id for button in item.content.buttons] == ["ask:survey_good", "ask:survey_fair", "ask:survey_bad"]


async def test_the_question_arrives_without_any_consent_to_offers(database: Database, mind: Mind) -> None:
    async with staged(database, mind) as stage:
        floor = await closed(database, mind)
        (report,) = await stage.sender.send(floor.sent)
        assert report.entry is not None
        assert (report.entry.state, report.entry.kind) == ("accepted", "survey")


@pytest.mark.parametrize(("intent", "score"), [("survey_good", 3), ("survey_fair", 2), ("survey_bad", 1)])
async def test_a_tap_is_a_score_for_who_closed_it(database: Database, mind: Mind, intent: str, score: int) -> None:
    await closed(database, mind)
    outcome = await handle(database, mind, items(tap(intent)))
    (rating,) = await database.ratings.of_conversation(CHAT.id)
    assert (rating.score, rating.staff, rating.closing, rating.comment) == (score, LINA.id, NOW, "")
    assert len(outcome.outbox) == 1
    assert [event.data["score"] for event in await database.outgoing.of_store("noor") if event.type == "conversation.rated"] == [score]


async def test_the_first_tap_counts(database: Database, mind: Mind) -> None:
    floor = await closed(database, mind)
    for n, intent in enumerate(("survey_good", "survey_bad")):
        await handle(database, mind, items(tap(intent, n)))
    assert [rating.score for rating in await database.ratings.between("noor", 0, NOW + 1)] == [3]
    assert (await floor.marks())[0] == "closed"


async def test_what_is_written_after_it_is_the_comment(database: Database, mind: Mind) -> None:
    floor = await closed(database, mind)
    await handle(database, mind, items(tap("survey_bad")))
    await handle(database, mind, items(text("It took you three days", 2)))
    (rating,) = await database.ratings.of_conversation(CHAT.id)
    assert (rating.score, rating.comment) == (1, "It took you three days")
    assert (await floor.entry()).state == "closed"


async def test_a_question_after_it_is_answered_and_reopens(database: Database, mind: Mind) -> None:
    floor = await closed(database, mind)
    await handle(database, mind, items(tap("survey_good")))
    outcome = await handle(database, mind, items(text("where is my order", 2)))
    assert len(outcome.outbox) == 1
    assert [rating.comment for rating in await database.ratings.of_conversation(CHAT.id)] == [""]
    assert (await floor.entry()).state == "open"


async def test_who_was_never_asked_rates_nothing(database: Database, mind: Mind) -> None:
    await opened(database, mind, CHAT)
    await handle(database, mind, items(tap("survey_good")))
    assert await database.ratings.of_conversation(CHAT.id) == []
