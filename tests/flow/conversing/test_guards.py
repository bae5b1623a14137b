"""Two bots never talk for ever, and nobody is told the same sentence twice in a row."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import DAY, HOUR, MINUTE, SECOND
from bot.domain.conversation import Conversation
from bot.domain.spoken import spoken_text
from bot.flow.converse import Decision, Guards, converse
from tests.flow.conftest import NOW, PREPARING, scene

if TYPE_CHECKING:
    from bot.flow.converse import Mind

CHAT = Conversation("c:n1:cu:sara", "noor", "cu:sara", "n1")
QUESTIONS = ["where is my order", "when will it arrive", "send me the invoice", "show my orders", "what are your opening hours"]


class Talk:
    """A conversation that goes on."""

    def __init__(self, mind: Mind) -> None:
        self.mind = mind
        self.chat = CHAT
        self.now = NOW

    def say(self, words: str, *, later: int = SECOND) -> list[str]:
        """Return what is answered, a while later."""
        self.now += later
        decision = converse(replace(scene(words, conversation=self.chat), now=self.now), self.mind, 0)
        assert isinstance(decision, Decision)
        self.chat = decision.conversation
        return [spoken_text(item.content) for item in decision.outbox if item.content]


@pytest.fixture
def talk(mind: Mind) -> Talk:
    return Talk(mind)


@pytest.mark.parametrize("words", ["where is my order", "xqzt vvrk", "hello", "thanks"])
def test_after_eight_answers_that_lead_nowhere_the_bot_stops(talk: Talk, words: str) -> None:
    answers = [talk.say(words) for _ in range(12)]
    assert [len(answer) for answer in answers] == [1] * 8 + [0] * 4
    assert talk.chat.flag is not None
    assert talk.chat.flag.reason == "loop"


def test_two_sentences_in_turn_are_a_circle_too(talk: Talk) -> None:
    answers = [talk.say(QUESTIONS[n % 2]) for n in range(10)]
    assert answers[8:] == [[], []]


def test_many_different_questions_are_none(talk: Talk) -> None:
    assert all(talk.say(QUESTIONS[n % 5]) for n in range(20))
    assert talk.chat.flag is None or talk.chat.flag.reason != "loop"


def test_slow_repetition_is_no_circle(talk: Talk) -> None:
    assert all(talk.say("where is my order", later=MINUTE) for _ in range(20))


def test_an_hour_later_the_bot_answers_again(talk: Talk) -> None:
    for _ in range(9):
        talk.say("hello")
    assert talk.say("where is my order", later=HOUR - MINUTE) == []
    assert talk.say("where is my order", later=2 * MINUTE)


def test_a_person_who_looks_lets_it_answer_at_once(talk: Talk) -> None:
    for _ in range(9):
        talk.say("hello")
    talk.chat = replace(talk.chat, flag=None)
    assert talk.say("where is my order")


def test_the_circle_is_flagged_once(talk: Talk) -> None:
    for _ in range(9):
        talk.say("hello")
    flag = talk.chat.flag
    talk.say("hello")
    assert talk.chat.flag is flag


def test_a_day_has_its_limit_one_last_message_and_a_morning(mind: Mind) -> None:
    talk = Talk(replace(mind, guards=Guards(daily=5)))
    answers = [talk.say(QUESTIONS[n % 5], later=MINUTE) for n in range(8)]
    assert [len(answer) for answer in answers] == [1] * 6 + [0] * 2
    assert talk.say("where is my order", later=DAY)


@pytest.mark.parametrize("words", ["where is my order", "hello", "xqzt vvrk", "thanks", "bye", "talk to a human", "show my orders", "شكرا"])
def test_no_sentence_is_said_twice_in_a_row(talk: Talk, words: str) -> None:
    answers = [talk.say(words, later=MINUTE)[0] for _ in range(6)]
    assert all(one != other for one, other in pairwise(answers))


def test_what_still_holds_is_said_to_do_so(talk: Talk) -> None:
    first, second = talk.say("where is my order"), talk.say("where is my order")
    assert second[0].endswith(first[0])


def test_two_orders_are_two_questions(mind: Mind) -> None:
    chat = CHAT
    for n in range(4):
        decision = converse(replace(scene("where is order 1042", conversation=chat, orders=(PREPARING,)), now=NOW + n), mind, 0)
        assert isinstance(decision, Decision)
        chat = decision.conversation
    assert chat.answered_to == ("order_status:noor:2",) * 4
