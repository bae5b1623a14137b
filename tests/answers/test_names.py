from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.parts.names import given_name

NAMES = [
    ("Sara Al-Harbi", "Sara"),
    ("sara", "sara"),
    ("Jean-Luc Picard", "Jean-Luc"),
    ("O'Neill", "O'Neill"),
    ("نورة القحطاني", "نورة"),
    ("عبد الله السالم", "عبد الله"),
    ("أبو محمد", "أبو محمد"),
    ("Abdul Rahman", "Abdul Rahman"),
    ("Um Khalid Store", "Um Khalid"),
    ("\u202eSara\u202c", "Sara"),
    ("  Sara  ", "Sara"),
]


@pytest.mark.parametrize(("name", "given"), NAMES)
def test_people_are_greeted_by_their_given_name(name: str, given: str) -> None:
    assert given_name(name) == given


@pytest.mark.parametrize("name", [None, "", " ", "👑", "966500000001", "100% cotton", "~", "A", "x" * 50, "123 Sara"])
def test_what_is_no_name_is_not_used(name: str | None) -> None:
    assert given_name(name) is None


@given(st.text(max_size=100))
def test_no_name_breaks_it(name: str) -> None:
    given = given_name(name)
    assert given is None or 1 < len(given) <= 30
