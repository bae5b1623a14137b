"""How well messages are understood that are not among the phrases: written for this, in ten languages, with slips, stories and mixtures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.language.data import data_folder
from bot.language.evaluate import Outcome, as_predicted, read_rows, summary
from bot.language.examples import EXAMPLES
from bot.language.kept import SHIPPED
from bot.language.load import load_matcher

if TYPE_CHECKING:
    from bot.language.understand import Matcher

MESSAGES = data_folder("intents") / EXAMPLES
LARGEST = 10 * 2**20  # bytes


@pytest.fixture(scope="module")
def shipped() -> Matcher:
    return load_matcher(data_folder("intents"), None)


@pytest.fixture(scope="module")
def outcomes(shipped: Matcher) -> list[Outcome]:
    rows = read_rows(MESSAGES.read_text(encoding="utf-8").splitlines())
    read = [(row, shipped.understand(row.text)) for row in rows]
    return [Outcome(row, as_predicted(understood.intent), understood.language) for row, understood in read]


def test_most_messages_are_understood(outcomes: list[Outcome]) -> None:
    assert sum(one.right for one in outcomes) / len(outcomes) >= 0.9


def test_what_is_none_of_our_business_is_rejected(outcomes: list[Outcome]) -> None:
    others = [one for one in outcomes if one.row.intent == "none"]
    assert sum(not one.right for one in others) / len(others) <= 0.08


def test_every_language_is_understood_and_told(outcomes: list[Outcome]) -> None:
    figures = summary(outcomes)["languages"]
    assert isinstance(figures, dict)
    assert {tag: one["accuracy"] for tag, one in figures.items() if one["accuracy"] < 0.8} == {}
    assert {tag: one["language_accuracy"] for tag, one in figures.items() if one["language_accuracy"] < 0.9} == {}


def test_every_intent_is_asked_for(outcomes: list[Outcome], shipped: Matcher) -> None:
    small_talk = {"affirm", "deny", "out_of_scope"}  # nothing that could be told from a phrase
    assert set(shipped.intents.by_name) - {one.row.intent for one in outcomes} <= small_talk


def test_the_messages_are_not_among_the_phrases(shipped: Matcher) -> None:
    phrases = {text for intent in shipped.intents.by_name.values() for texts in intent.phrases.values() for text in texts}
    assert [row.text for row in read_rows(MESSAGES.read_text(encoding="utf-8").splitlines()) if row.text in phrases] == []


def test_the_model_that_comes_with_the_intents_is_fresh_and_small(shipped: Matcher) -> None:
    assert shipped.fresh
    assert (data_folder("intents") / SHIPPED).stat().st_size <= LARGEST
