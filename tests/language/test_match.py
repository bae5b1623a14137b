from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.language.index import Index, build_index
from bot.language.match import best_phrases
from bot.language.normalise import normalise

if TYPE_CHECKING:
    from bot.language.intents import Intents


@pytest.fixture(scope="module")
def index(intents: Intents) -> Index:
    return build_index(intents)


def best(index: Index, text: str) -> tuple[str, float]:
    first = best_phrases(index, normalise(text).split())[0]
    return first.phrase.intent, first.score


def test_a_known_phrase_scores_full(index: Index) -> None:
    intent, score = best(index, "where is my order")
    assert intent == "order_status"
    assert score == pytest.approx(1.0)


def test_a_phrase_inside_a_longer_text_still_scores_high(index: Index) -> None:
    intent, score = best(index, "so the thing is i bought some plates and now i ask you where is my order my friend")
    assert intent == "order_status"
    assert score > 0.7


def test_foreign_words_cost(index: Index) -> None:
    assert best(index, "where is my purple elephant order")[1] < best(index, "where is my order")[1]


def test_missing_words_cost(index: Index) -> None:
    assert best(index, "forgot password")[1] < best(index, "forgot my password")[1]


def test_slips_cost_little(index: Index) -> None:
    intent, score = best(index, "wheer is my ordr")
    assert intent == "order_status"
    assert 0.6 < score < 1.0


def test_nothing_in_common_gives_nothing(index: Index) -> None:
    assert best_phrases(index, ["zzzzzzz", "qqqqqqq"]) == []
    assert best_phrases(index, []) == []


def test_digits_are_no_words(index: Index) -> None:
    assert best_phrases(index, ["1001", "22"]) == []


def test_each_intent_comes_once_the_best_first(index: Index) -> None:
    found = best_phrases(index, normalise("i want to return my order and get a refund").split())
    assert len({one.phrase.intent for one in found}) == len(found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_a_very_long_text_is_read_up_to_a_bound(index: Index) -> None:
    words = ["where", "is", "my", "order", *["blah"] * 3000]
    assert 0 <= best_phrases(index, words)[0].score <= 1
