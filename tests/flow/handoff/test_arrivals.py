"""What customers' messages mean for the desk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.conversation import Closed, Conversation
from bot.domain.delivery import Author
from bot.domain.message import Media, Reaction, Tapped
from bot.flow.converse import Decision, converse
from bot.flow.handoff.arrivals import with_desk
from bot.flow.handoff.desk import HelpDesk
from tests.flow.conftest import NOW, STORE, scene
from tests.flow.handoff.stage import CHAT, FLAGGED, LINA, LINAS
from tests.flow.test_chat import handle, items, shop, text

if TYPE_CHECKING:
    from bot.db import Database
    from bot.domain.conversation import CloseReason
    from bot.domain.message import Content
    from bot.flow.converse import Mind


def decided(mind: Mind, chat: Conversation, *said: Content | str) -> Decision:
    here = scene(*said, conversation=chat)
    made = converse(here, mind, 0)
    assert isinstance(made, Decision)
    return with_desk(here, made)


def closed(reason: CloseReason) -> Conversation:
    return replace(CHAT, assignee=LINA.id, closed=Closed(NOW - 1, reason, LINA.id))


def test_who_asks_for_a_person_waits_from_that_message_on(mind: Mind) -> None:
    chat = decided(mind, CHAT, "talk to a human please").conversation
    assert chat.flag is not None
    assert (chat.waiting_since, chat.preview, chat.touched_at) == (NOW, "talk to a human please", NOW)


def test_what_the_bot_answers_alone_leaves_no_trace(mind: Mind) -> None:
    chat = decided(mind, CHAT, "where is my order").conversation
    assert (chat.waiting_since, chat.preview, chat.touched_at) == (None, "", 0)


def test_the_wait_begins_with_the_first_message_that_nobody_answered(mind: Mind) -> None:
    assert decided(mind, FLAGGED, "hello?").conversation.waiting_since == FLAGGED.waiting_since
    assert decided(mind, replace(LINAS, waiting_since=None), "hello?").conversation.waiting_since == NOW


def test_the_bot_says_nothing_in_a_persons_conversation(mind: Mind) -> None:
    made = decided(mind, LINAS, "where is my order")
    assert (made.outbox, made.conversation.preview) == ((), "where is my order")


def test_a_reaction_makes_nobody_wait(mind: Mind) -> None:
    made = decided(mind, replace(LINAS, waiting_since=None), Reaction("wamid.x", "👍"))
    assert made.conversation.waiting_since is None


def test_what_has_no_words_is_named(mind: Mind) -> None:
    assert decided(mind, LINAS, Media("image", "m1", "image/png")).conversation.preview == "(media)"
    assert decided(mind, LINAS, Tapped("ask:order_status", "Track my order")).conversation.preview == "Track my order"


@pytest.mark.parametrize("reason", ["solved", "silence", "no_answer"])
def test_a_customer_who_writes_again_reopens(mind: Mind, reason: CloseReason) -> None:
    made = decided(mind, closed(reason), "where is my order")
    assert (made.conversation.closed, made.conversation.reopened_at, made.conversation.assignee) == (None, NOW, LINA.id)
    assert [line.text for line in made.lines if line.content == "marker"] == ["reopened"]
    # The bot answers what it can, all the same; nobody waits for a person.
    assert made.outbox
    assert made.conversation.waiting_since is None


def test_what_the_bot_was_given_back_stays_with_it(mind: Mind) -> None:
    chat = closed("handed_back")
    assert decided(mind, chat, "where is my order").conversation.closed == chat.closed
    again = decided(mind, chat, "I want a human").conversation
    assert (again.closed, again.waiting_since) == (None, NOW)


async def test_a_flag_stands_in_the_queue_as_soon_as_it_is_raised(database: Database, mind: Mind) -> None:
    await shop(database)
    await handle(database, mind, items(text("I want to talk to a human")))
    (entry,) = (await database.desk.get_many([CHAT.id])).values()
    assert (entry.reason, entry.name, entry.waiting_since, entry.preview) == ("asked_for_person", "Sara", NOW, "I want to talk to a human")


async def test_from_flag_to_reopening(database: Database, mind: Mind) -> None:
    await shop(database)
    desk, lina = HelpDesk(database, {"noor": STORE}, mind.catalogues), Author("s:lina", "Lina")
    await handle(database, mind, items(text("I want to talk to a human")))
    await desk.take_over(CHAT.id, lina, NOW)
    quiet = await handle(database, mind, items(text("where is my order", 2)))
    assert quiet.outbox == []
    await desk.close(CHAT.id, lina, "solved", NOW)
    again = await handle(database, mind, items(text("where is order 1041", 3)))
    assert len(again.outbox) == 1
    (entry,) = (await database.desk.get_many([CHAT.id])).values()
    assert (entry.state, entry.owner, entry.assignee, entry.closed_at) == ("open", "bot", lina.id, None)
