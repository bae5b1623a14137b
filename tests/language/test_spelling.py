from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.spelling import SHORTEST, USUAL, Spelling

OFTEN = ["where is my parcel", "i want to return the trousers", "send me the invoice", "\u0627\u0644\u0641\u0627\u062a\u0648\u0631\u0647"]
SPELLING = Spelling([*(OFTEN * USUAL), "a parcelle came once", "order form", "order form"])


@pytest.mark.parametrize("slip", ["parcl", "parcxl", "parceel", "pacrel", "parcek"])
def test_a_slip_is_read_as_the_word_that_was_meant(slip: str) -> None:
    assert SPELLING.mend(f"where is my {slip}") == "where is my parcel"


def test_every_script_is_mended() -> None:
    word = OFTEN[-1]
    assert SPELLING.mend(word[:-2] + word[-1]) == word


@pytest.mark.parametrize("word", ["parcelle", "pracelx", "form", "frm", "retorno", "xreturn", "parce1", "1234567"])
def test_what_is_known_far_off_short_or_no_word_stays(word: str) -> None:
    assert SPELLING.mend(word) == word


def test_nothing_is_mended_into_a_word_that_is_seldom_said() -> None:
    assert SPELLING.mend("parcellle") == "parcellle"
    assert SPELLING.mend("orderr") == "orderr"


def test_of_two_words_the_more_usual_one_was_meant() -> None:
    both = Spelling(["planet"] * USUAL + ["planes"] * (USUAL + 1))
    assert both.mend("planex") == "planes"


def test_without_texts_nothing_is_mended() -> None:
    assert Spelling([]).mend("anything at all") == "anything at all"


@given(st.text(max_size=200))
def test_words_stay_as_many_and_about_as_long(text: str) -> None:
    before, after = text.split(), SPELLING.mend(" ".join(text.split())).split()
    assert len(before) == len(after)
    assert all(abs(len(one) - len(other)) <= 1 and (one == other or len(one) >= SHORTEST) for one, other in zip(before, after, strict=True))
