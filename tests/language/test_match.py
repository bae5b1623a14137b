from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.index import Index, Phrase
from bot.language.match import NEAR, near_phrase

PHRASES = (
    ("presales", "do you wrap gifts for birthdays"),
    ("presales", "can you wrap this as a gift"),
    ("order_status", "where is my order"),
    ("invoice_request", "send me the invoice please"),
    ("opt_in", "i want to receive the newsletter"),
)
INDEX = Index([Phrase(intent, "en", text, text) for intent, text in PHRASES])


def near(text: str) -> str | None:
    found = near_phrase(INDEX, text.split())
    return None if found is None else found.meaning.intent


@pytest.mark.parametrize(
    ("typed", "intent"),
    [
        ("do you wrap gifts for birthday", "presales"),
        ("do u wrap gifts for birthdays", "presales"),
        ("send me the invoce please", "invoice_request"),
        ("where is my ordr", "order_status"),
    ],
)
def test_a_slip_or_two_does_not_matter(typed: str, intent: str) -> None:
    assert near(typed) == intent


@pytest.mark.parametrize("text", ["do you sell gifts", "where is my refund", "i do not want to receive the newsletter any more", "elephants", ""])
def test_other_things_are_not_near(text: str) -> None:
    assert near(text) is None


def test_the_phrase_itself_is_as_near_as_can_be() -> None:
    found = near_phrase(INDEX, ["where", "is", "my", "order"])
    assert found is not None
    assert found.likeness == pytest.approx(1.0)


def test_short_words_and_long_texts_are_left_to_the_model() -> None:
    assert near_phrase(INDEX, ["gifts"]) is None
    assert near_phrase(INDEX, ["where is my order"] * 20) is None


@given(st.lists(st.sampled_from("where is my order send invoice gifts wrap do you".split()), max_size=10))  # noqa: SIM905
def test_what_is_near_is_alike(words: list[str]) -> None:
    found = near_phrase(INDEX, words)
    assert found is None or NEAR / 100 <= found.likeness <= 1
