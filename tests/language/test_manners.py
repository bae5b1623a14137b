from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.index import Phrase
from bot.language.manners import Manners

PHRASES = [
    ("hi", "greeting"),
    ("good morning", "greeting"),
    ("good morning dear team", "greeting"),
    ("please", "greeting"),
    ("لو سمحت", "greeting"),
    ("thank you", "thanks"),
    ("bye", "goodbye"),
    ("track my order", "order_status"),
    ("one two three four five six seven", "greeting"),
]
MANNERS = Manners(Phrase(intent, "en", text, text) for text, intent in PHRASES)
PEELED = [
    ("hi track my order", "track my order", "greeting"),
    ("track my order thank you bye", "track my order", "goodbye"),
    ("good morning dear team track my order", "track my order", "greeting"),
    ("good morning dear uncle", "dear uncle", "greeting"),
    ("good order", "good order", ""),
    ("track please my order", "track please my order", ""),
    ("thank you", "", "thanks"),
    ("hi thank you", "", "thanks"),
    ("thank you bye", "", "goodbye"),
    ("bye thank you", "", "goodbye"),
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
    ("me puedes cancelar el pedido por favor", "cancelar el pedido"),
    ("pouvez vous annuler ma commande svp", "annuler ma commande"),
    ("konnen sie mein paket finden bitte", "mein paket finden"),
    ("saya mau batalkan pesanan ya kak", "batalkan pesanan"),
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
