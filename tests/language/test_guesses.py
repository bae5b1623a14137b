"""Guesses in their order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.guesses import Guess, best_of, led

ODDS = st.dictionaries(st.text(min_size=1, max_size=3), st.floats(0, 1), max_size=12)


def test_the_best_come_first_and_no_more_than_five() -> None:
    found = best_of({name: place / 10 for place, name in enumerate("abcdefgh")})
    assert found[0] == Guess("h", 0.7)
    assert [one.intent for one in found] == list("hgfed")


def test_nothing_guessed_is_nothing_ranked() -> None:
    assert best_of({}) == ()


@given(ODDS)
def test_they_fall_from_one_to_the_next(odds: dict[str, float]) -> None:
    found = [one.confidence for one in best_of(odds)]
    assert found == sorted(found, reverse=True)
    assert len(found) == min(5, len(odds))


@given(ODDS, st.floats(0.5, 1))
def test_what_leads_is_never_behind_another(odds: dict[str, float], confidence: float) -> None:
    guesses = led(odds, "first", confidence)
    assert guesses["first"] == pytest.approx(max(guesses.values()))
    assert guesses.keys() == {*odds, "first"}
