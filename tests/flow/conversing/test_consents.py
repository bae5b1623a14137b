"""STOP and START in the chat."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.consent import Consent, last_word
from bot.domain.content import ButtonsOut
from bot.domain.conversation import Conversation, Flag, Quiet
from bot.domain.message import Tapped
from bot.flow.consent_news import consent_changes, consent_news
from bot.flow.converse import Decision, converse
from tests.flow.conftest import NOW, scene

if TYPE_CHECKING:
    from bot.domain.message import Content
    from bot.flow.converse import Mind

CHAT = Conversation("c:n1:cu:sara", "noor", "cu:sara", "n1", version=3)
STOPPED = (Consent("utility", given=False, at=NOW - 1, source="chat"), Consent("marketing", given=False, at=NOW - 1, source="chat"))


def after(mind: Mind, *contents: Content | str, chat: Conversation = CHAT) -> Decision:
    decision = converse(scene(*contents, conversation=chat), mind, 0)
    assert isinstance(decision, Decision)
    return decision


def wanted(chat: Conversation) -> dict[str, bool | None]:
    words = {category: last_word(chat.consents, category) for category in ("utility", "marketing")}
    return {category: word.given if word else None for category, word in words.items()}


@pytest.mark.parametrize("words", ["STOP", "stop", "توقف", "إيقاف", "arrêt", "wa2ef", "بند کرو", "रोको", "dur"])
def test_stop_ends_offers_and_updates_whatever_the_matcher_thinks(mind: Mind, words: str) -> None:
    assert wanted(after(mind, words).conversation) == {"utility": False, "marketing": False}


def test_the_word_is_kept_with_its_time_and_wording(mind: Mind) -> None:
    word = last_word(after(mind, "Stop!").conversation.consents, "utility")
    assert word == Consent("utility", given=False, at=NOW, source="chat", wording="Stop!")


def test_after_stop_one_button_keeps_the_updates(mind: Mind) -> None:
    stopped = after(mind, "STOP")
    content = stopped.outbox[0].content
    assert isinstance(content, ButtonsOut)
    kept = after(mind, Tapped(content.buttons[0].id, content.buttons[0].title), chat=stopped.conversation)
    assert wanted(kept.conversation) == {"utility": True, "marketing": False}


def test_a_question_is_answered_after_stop(mind: Mind) -> None:
    asked = after(mind, "where is my order", chat=replace(CHAT, consents=STOPPED))
    assert asked.outbox
    assert asked.conversation.consents == STOPPED


def test_start_gives_back_what_was_stopped(mind: Mind) -> None:
    assert wanted(after(mind, "START", chat=replace(CHAT, consents=STOPPED)).conversation) == {"utility": True, "marketing": True}


def test_start_means_nothing_to_somebody_who_has_not_stopped(mind: Mind) -> None:
    assert after(mind, "START").conversation.consents == ()


def test_stop_counts_when_a_person_has_taken_over(mind: Mind) -> None:
    decision = after(mind, "STOP", chat=replace(CHAT, owner="staff"))
    assert wanted(decision.conversation) == {"utility": False, "marketing": False}
    assert decision.outbox == ()


def test_stop_counts_while_the_bot_is_quiet(mind: Mind) -> None:
    quiet = replace(CHAT, quiet=Quiet("loop", NOW + 1), flag=Flag("loop", NOW))
    assert wanted(after(mind, "STOP", chat=quiet).conversation) == {"utility": False, "marketing": False}


def test_each_word_is_a_line_of_the_ledger_and_news(mind: Mind) -> None:
    stopped = after(mind, "STOP").conversation
    changes = consent_changes(CHAT, stopped)
    assert {change.id for change in changes} == {"c:n1:cu:sara:4:marketing", "c:n1:cu:sara:4:utility"}
    assert {event.type for event in consent_news(changes)} == {"customer.opted_out"}


def test_giving_back_is_news_too(mind: Mind) -> None:
    before = replace(CHAT, consents=STOPPED)
    changes = consent_changes(before, after(mind, "START", chat=before).conversation)
    assert {(event.type, event.data["wording"]) for event in consent_news(changes)} == {("customer.opted_in", "START")}


def test_what_stays_is_no_news() -> None:
    assert consent_changes(replace(CHAT, consents=STOPPED), replace(CHAT, consents=STOPPED, version=4)) == []
