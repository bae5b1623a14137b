from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.words import Stems, shortened, stem

TOGETHER = [
    ("order", "orders", "ordered", "ordering"),
    ("deliver", "delivery", "delivered", "delivering"),
    ("cancel", "cancelled", "cancelling", "cancellation"),
    ("ship", "shipped", "shipping"),
    ("return", "returns", "returned", "returning"),
    ("طلب", "الطلب", "طلبي", "طلبات", "طلبها", "بالطلب"),
    ("فاتور", "الفاتوره", "فاتورتي", "فاتوره"),
    ("شحن", "الشحن", "شحنه"),
]
APART = [("refund", "return"), ("late", "later"), ("وين", "فين"), ("طلب", "شحن"), ("class", "clap")]


@pytest.mark.parametrize("words", TOGETHER, ids=lambda words: words[0])
def test_forms_of_one_word_share_a_stem(words: tuple[str, ...]) -> None:
    assert len({stem(word) for word in words}) == 1


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["a", "my", "the", "وين", "3ayez", "ra7", "заказ"])
def test_short_words_arabizi_and_other_scripts_stay(word: str) -> None:
    assert stem(word) == word


@given(st.text(min_size=1, max_size=30))
def test_a_stem_is_never_empty(word: str) -> None:
    assert stem(word)


def test_shortened_leaves_out_each_letter() -> None:
    assert shortened("abc") == ["bc", "ac", "ab"]


@given(st.lists(st.text(min_size=1, max_size=12), max_size=5), st.text(min_size=1, max_size=12))
def test_kept_stems_are_those_of_any_word(words: list[str], other: str) -> None:
    stems = Stems(words)
    assert [stems[word] for word in (*words, other)] == [stem(word) for word in (*words, other)]
    assert set(stems) == set(words)
