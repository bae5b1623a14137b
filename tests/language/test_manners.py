from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.index import Meaning
from bot.language.manners import Manners

PHRASES = {
    "hi": Meaning("greeting", "en"),
    "good morning": Meaning("greeting", "en"),
    "good morning dear team": Meaning("greeting", "en"),
    "please": Meaning("greeting", "en"),
    "لو سمحت": Meaning("greeting", "ar"),
    "thank you": Meaning("thanks", "en"),
    "bye": Meaning("goodbye", "en"),
    "track my order": Meaning("order_status", "en"),
    "one two three four five six seven": Meaning("greeting", "en"),
}
MANNERS = Manners(PHRASES)
PEELED = [
    ("hi track my order", "track my order", "greeting"),
    ("track my order thank you bye", "track my order", "goodbye"),
    ("good morning dear team track my order", "track my order", "greeting"),
    ("good morning dear uncle", "dear uncle", "greeting"),
    ("good order", "good order", ""),
    ("track please my order", "track please my order", ""),
    ("thank you", "", "thanks"),
    ("track my order", "track my order", ""),
    ("one two three four five six seven", "one two three four five six seven", ""),
    ("", "", ""),
]
UNWRAPPED = [
    ("could you track my order for me", "track my order"),
    ("could you please track my order for me please", "track my order"),
    ("would you kindly track my order if possible", "track my order"),
    ("i was wondering if you could just track my order", "track my order"),
    ("ممكن تتبع طلبي لو سمحت", "تتبع طلبي"),
    ("ابغي اتتبع طلبي اذا ممكن", "اتتبع طلبي"),
    ("momken teb3at el fatora", "teb3at el fatora"),
    ("what could you track for me today", "what could you track for me today"),
    ("could you", "could you"),
    ("could you please", "could you please"),
    ("for me", "for me"),
    ("please", "please"),
]


@pytest.mark.parametrize(("text", "left", "first"), PEELED)
def test_politeness_comes_off_both_ends(text: str, left: str, first: str) -> None:
    assert MANNERS.peel(text.split()) == (left.split(), first)


@pytest.mark.parametrize(("text", "left"), UNWRAPPED)
def test_ways_of_asking_come_off_both_ends(text: str, left: str) -> None:
    assert MANNERS.unwrap(text.split()) == left.split()


WORDS = st.lists(
    st.sampled_from(["could", "you", "can", "please", "for", "me", "hi", "thank", "order", "ممكن", "لو", "سمحت"]), min_size=1, max_size=9
)


@given(WORDS)
def test_something_is_always_left_and_it_stood_there(words: list[str]) -> None:
    left = MANNERS.unwrap(words)
    assert 0 < len(left) <= len(words)
    assert any(words[start : start + len(left)] == left for start in range(len(words)))


@given(WORDS)
def test_taking_off_twice_changes_nothing(words: list[str]) -> None:
    once = MANNERS.unwrap(words)
    assert MANNERS.unwrap(once) == once
    assert MANNERS.peel(MANNERS.peel(words)[0])[0] == MANNERS.peel(words)[0]
