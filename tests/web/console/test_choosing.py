"""What the pages share on which a store's choices are made."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hours import Span
from bot.domain.store_choices import WeekHours
from bot.web.console.admin.choosing import back, change, isolated, ordered, seal
from tests.web.console.conftest import NOOR

WEEK = WeekHours(((Span(540, 1020),), *((),) * 6))
LANGUAGES = ("ar", "de", "en", "fr", "tr")


@pytest.mark.parametrize(("one", "other"), [(None, ""), ("a", "b"), (WEEK, None), (WEEK, replace(WEEK, days=((),) * 7)), ([], None)])
def test_different_values_have_different_seals(one: object, other: object) -> None:
    assert seal(one) != seal(other)


@given(st.text())
def test_equal_values_have_equal_seals_of_equal_length(text: str) -> None:
    assert seal(text) == seal(f"{text}")
    assert len(seal(text)) == 16


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("on", "off", "on → off"),
        ("", "new", "- → new"),
        ("two\n lines", " ", "two lines → -"),
        ("x" * 301, "y", f"{'x' * 300}… → y"),
    ],
)
def test_a_change_says_what_it_was_and_what_it_is(before: str, after: str, said: str) -> None:
    assert change(before, after).replace("\u2068", "").replace("\u2069", "") == said


def test_neither_side_of_a_change_turns_the_other_around() -> None:
    assert change("نص", "text") == f"{isolated('نص')} → {isolated('text')}"
    assert isolated("نص") == "\u2068نص\u2069"


@pytest.mark.parametrize(
    ("language", "texts", "first"),
    [
        ("en", {}, ["en", "ar", "de", "fr", "tr"]),
        ("ar", {}, ["ar", "en", "de", "fr", "tr"]),
        ("tr", {}, ["tr", "ar", "en", "de", "fr"]),
        ("en", {"fr": "x", "de": ""}, ["en", "fr", "ar", "de", "tr"]),
        ("ar-SA", {}, ["ar", "en", "de", "fr", "tr"]),
    ],
)
def test_the_stores_language_and_those_with_a_text_come_first(language: str, texts: dict[str, str], first: list[str]) -> None:
    assert ordered(LANGUAGES, replace(NOOR, language=language), texts) == first


def test_one_comes_back_to_the_same_store() -> None:
    answer = back("/admin/hours", replace(NOOR, id="a b"), done="file")
    assert (answer.status, answer.headers["Location"]) == (303, "/console/admin/hours?store=a+b&done=file")
