"""Replies that are kept for reuse, and teams."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.canned import VARIABLES, canned_reply, filled, team

TEXTS = {"en": "Hello {customer}, order {order} is on its way", "ar": "مرحبًا {customer}"}
REPLY = canned_reply("noor", " On-Its-Way ", TEXTS, 7)


def test_a_reply_is_found_by_its_shortcut_in_lower_case() -> None:
    assert (REPLY.id, REPLY.shortcut, REPLY.changed_at) == ("noor:on-its-way", "on-its-way", 7)


@pytest.mark.parametrize(("language", "store", "tag"), [("ar-EG", "en", "ar"), ("fr", "ar", "ar"), (None, "de", "en")])
def test_it_is_said_in_the_customers_language_else_the_shops(language: str | None, store: str, tag: str) -> None:
    assert REPLY.text(language, store) == TEXTS[tag]


def test_any_language_is_better_than_none() -> None:
    assert canned_reply("noor", "x", {"ur": "سلام", "en": " "}, 7).text("fr", "de") == "سلام"


def test_what_is_not_known_stays_to_be_seen() -> None:
    assert filled(TEXTS["en"], {"customer": "Sara", "order": None}) == "Hello Sara, order {order} is on its way"


@pytest.mark.parametrize(
    ("shortcut", "texts", "why"),
    [
        ("a b", TEXTS, "a shortcut has 1 to 40"),
        ("", TEXTS, "a shortcut has 1 to 40"),
        ("x" * 41, TEXTS, "a shortcut has 1 to 40"),
        ("x", {"en": " "}, "at least one language"),
        ("x", {"en": "y" * 4_001}, "en: a text has at most 4000"),
        ("x", {"en": "{name}"}, r"en: there is no \{name\}, only \{customer\}"),
    ],
)
def test_what_is_wrong_is_said(shortcut: str, texts: dict[str, str], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        canned_reply("noor", shortcut, texts, 7)


@given(st.text(max_size=50))
def test_a_text_without_variables_stays_as_it_is(text: str) -> None:
    assert filled(text, {}) == text


def test_what_is_filled_in_is_not_filled_again() -> None:
    assert filled("{customer}", dict.fromkeys(VARIABLES, "{order}")) == "{order}"


def test_a_team_is_named_on_one_line() -> None:
    assert team("noor", "  After  sales ").id == "noor:after sales"
    for odd in ("", " ", "x" * 41):
        with pytest.raises(ValueError, match="a team's name"):
            team("noor", odd)
