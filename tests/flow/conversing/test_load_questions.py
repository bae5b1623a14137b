"""What the load asks is answered as the measurements expect it: at once, in one message, about the order."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from bot.bench.sentences import sentences
from bot.domain.spoken import spoken_text
from bot.flow.converse import Decision, Guards, converse
from tests.flow.conftest import ON_ITS_WAY, scene

if TYPE_CHECKING:
    from bot.domain.conversation import Conversation
    from bot.flow.converse import Mind

PAUSE = 1_500
MISTAKEN = 0  # the measurement counts each as wrong


@pytest.fixture(scope="module")
def decisions(mind: Mind) -> list[Decision]:
    """What is decided about each sentence, one after the other, by one customer with one order."""
    patient = replace(mind, guards=Guards(most=1_000, daily=1_000))
    chat: Conversation | None = None
    made = []
    for sentence in sentences():
        decision = converse(scene(sentence, conversation=chat), patient, PAUSE)
        assert isinstance(decision, Decision), f"{sentence!r} waits for more"
        chat = decision.conversation
        made.append(decision)
    return made


def test_each_question_gets_one_message(decisions: list[Decision]) -> None:
    assert {len(decision.outbox) for decision in decisions} == {1}


def test_each_is_about_the_order(decisions: list[Decision]) -> None:
    said = [spoken_text(item.content) for decision in decisions for item in decision.outbox if item.content]
    assert sum(ON_ITS_WAY.number not in words for words in said) <= MISTAKEN


def test_no_two_answers_in_a_row_are_the_same(decisions: list[Decision]) -> None:
    said = [spoken_text(item.content) for decision in decisions for item in decision.outbox if item.content]
    assert not [after for before, after in pairwise(said) if before == after]
