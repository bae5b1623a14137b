from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.grams import MAX_CHARS, SLOTS, Cut, cut
from bot.language.ideas import NO_IDEAS, read_ideas
from bot.language.normalise import normalise

IDEAS = read_ideas(["where: where donde", "order: order* pedido*", "late: late"])


def shared(one: Cut, other: Cut) -> float:
    return len(np.intersect1d(one.letters, other.letters)) / min(len(one.letters), len(other.letters))


def plain(text: str, raw: str = "") -> Cut:
    return cut(text, NO_IDEAS, raw)


def test_misspelt_words_share_most_of_their_letters() -> None:
    assert shared(plain("invoice"), plain("invoicce")) > 0.4
    assert shared(plain("invoice"), plain("zebra")) < 0.1


def test_the_order_of_words_matters_a_little() -> None:
    one, other = plain("order my where"), plain("where my order")
    assert shared(one, other) == 1
    assert 0.3 < len(np.intersect1d(one.words, other.words)) / len(one.words) < 1


def test_a_word_said_twice_counts_once() -> None:
    assert shared(plain("send invoice"), plain("send send send invoice")) > 0.9


def test_ideas_and_their_pairs_are_slots() -> None:
    assert len(cut("where", IDEAS).ideas) == 1
    assert len(cut("where order", IDEAS).ideas) == 3
    assert len(cut("where order late", IDEAS).ideas) == 6


def test_two_languages_meet_in_their_ideas() -> None:
    assert np.array_equal(cut("where order", IDEAS).ideas, cut("donde pedido", IDEAS).ideas)


def test_letters_that_normalising_takes_away_tell_the_language() -> None:
    marked = plain("estais", "estáis")
    assert len(marked.letters) == len(plain("estais").letters) + 1


def test_plain_letters_leave_no_mark() -> None:
    assert np.array_equal(plain("where", "Where?!").letters, plain("where").letters)


def test_nothing_has_only_its_ends() -> None:
    assert tuple(map(len, plain(""))) == (1, 1, 0)


def test_words_count_and_pairs_of_them_also_over_one_between() -> None:
    assert len(plain("where").words) == 1 + 2
    assert len(plain("where is it").words) == 3 + 4 + 1


def test_words_come_in_the_same_order_every_time() -> None:
    assert np.array_equal(plain("where is my order").words, plain("where is my order").words)


def test_a_long_text_is_read_up_to_a_bound() -> None:
    assert np.array_equal(plain("a" * MAX_CHARS).letters, plain("a" * (MAX_CHARS + 500)).letters)


@given(st.text(max_size=300))
def test_slots_are_distinct_and_in_bounds(text: str) -> None:
    found = cut(normalise(text), IDEAS, text)
    assert len(np.unique(found.letters)) == len(found.letters)
    assert all(part.max(initial=0) < SLOTS for part in found)


@pytest.mark.parametrize("text", ["\ud800", "a\udfff b", "👍"])
def test_odd_characters_are_survived(text: str) -> None:
    assert len(plain(text, text).letters) > 0
