from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.hindustani import hindi_or_urdu, hindustani, one_of_both

SHARED = "mera order kahan hai"


@pytest.mark.parametrize(("tag", "both"), [("hi-Latn", True), ("ur-Latn", True), ("hi", False), ("ur", False), ("ar-Latn", False), ("und", False)])
def test_only_in_latin_letters_the_two_are_one(tag: str, *, both: bool) -> None:
    assert hindustani(tag) == both


@pytest.mark.parametrize(("tag", "language"), [("ur-PK", "ur"), ("hi", "hi"), ("en-IN", None), ("hil", None), ("", None), (None, None)])
def test_a_tag_names_one_of_the_two_or_neither(tag: str | None, language: str | None) -> None:
    assert one_of_both(tag) == language


@pytest.mark.parametrize(
    ("text", "known", "country", "language"),
    [
        (SHARED, ("ur",), "IN", "ur"),
        (SHARED, ("hi-IN",), "PK", "hi"),
        (SHARED, ("en", "ur"), "IN", "ur"),
        (SHARED, (None,), "PK", "ur"),
        (SHARED, ("en",), "IN", "hi"),
        (SHARED, (), "NP", "hi"),
        ("kripya bill bhejiye", (), "PK", "ur"),
        ("bohat meherbani", (), "IN", "hi"),
        (SHARED, (), "AE", "hi"),
        (SHARED, (), None, "hi"),
    ],
)
def test_what_is_known_then_the_country_then_hindi(text: str, known: tuple[str | None, ...], country: str | None, language: str) -> None:
    assert hindi_or_urdu(text, *known, country=country) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Shukriya!", "ur"),
        ("BHAI JAAN, order ka kya hua", "ur"),
        ("bohat meherbani hogi", "ur"),
        ("dhanyavaad", "hi"),
        ("kripya jaldi bhejiye", "hi"),
        ("shukriya, kripya mera bill bhejiye", "hi"),
        ("bhai ki jaan", "hi"),
    ],
)
def test_words_of_one_side_tell_where_nothing_else_does(text: str, language: str) -> None:
    assert hindi_or_urdu(text, country="SA") == language


@given(text=st.text(), known=st.sampled_from(["hi", "ur", "ur-PK"]), country=st.sampled_from([None, "PK", "IN", "AE"]))
def test_no_words_and_no_country_change_what_is_known(text: str, known: str, country: str | None) -> None:
    assert hindi_or_urdu(text, known, country=country) == known.partition("-")[0]
