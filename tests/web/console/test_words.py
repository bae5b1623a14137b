from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import DAY, HOUR, MINUTE
from bot.web.console.guard import whole_number
from bot.web.console.words import WordBook, Words
from tests.web.console.conftest import NOW, texts


def words(language: str) -> Words:
    return WordBook(texts("console")).of(None, language)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("ar", "ar"),
        ("ar-SA,en;q=0.5", "ar"),
        ("en-GB,ar;q=0.9", "en"),
        ("fr,ar;q=0.8,en;q=0.7", "ar"),
        ("fr", "en"),
        ("", "en"),
        ("*", "en"),
        (";;,=,", "en"),
    ],
)
def test_without_a_choice_the_browser_decides(accepted: str, language: str) -> None:
    assert words(accepted).language == language


def test_a_choice_goes_before_the_browser() -> None:
    assert WordBook(texts("console")).of("ar", "en").language == "ar"


@given(st.text(max_size=60))
def test_whatever_a_browser_accepts_it_gets_a_language(accepted: str) -> None:
    assert words(accepted).language in {"en", "ar"}


@pytest.mark.parametrize(
    ("reader", "code", "name"), [("en", "ar", "Arabic"), ("ar", "pt-BR", "البرتغالية (البرازيل)"), ("en", "xx", "xx"), ("en", "", "")]
)
def test_languages_have_names(reader: str, code: str, name: str) -> None:
    assert words(reader).name_of(code) == name


def test_a_direction_belongs_to_its_language() -> None:
    assert (words("en").direction, words("ar").direction) == ("ltr", "rtl")


def test_a_value_in_arabic_keeps_its_own_direction() -> None:
    assert words("ar").t("link.explained", name="Tariq") == "هذا الرابط يُدخل \u2068Tariq\u2069 مرة واحدة فقط."
    assert words("en").t("link.explained", name="Tariq") == "This link signs in Tariq, once."


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 customers wait for a person"), (1, "1 customer waits for a person"), (7, "7 customers wait for a person")]
)
def test_a_count_chooses_its_form(count: int, text: str) -> None:
    assert words("en").t("queue.waiting", count=count) == text


def test_a_text_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        words("en").t("queue.nothing_of_the_kind")


@pytest.mark.parametrize(
    ("span", "text"),
    [(0, "0 min"), (59_999, "0 min"), (MINUTE, "1 min"), (59 * MINUTE, "59 min"), (HOUR, "1 hr"), (23 * HOUR, "23 hr"), (3 * DAY, "3 days")],
)
def test_a_span_is_told_in_its_largest_unit(span: int, text: str) -> None:
    assert words("en").span(span) == text


@given(st.integers(0, 400 * DAY))
def test_every_span_can_be_told(span: int) -> None:
    assert words("ar").span(span)


def test_a_moment_is_told_where_the_shop_is() -> None:
    assert words("en").moment(NOW, "Asia/Riyadh") == "9 Oct 2025, 11:53"
    assert words("en").moment(NOW, "UTC") == "9 Oct 2025, 08:53"


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("1760000000000", NOW), ("", None), ("-1", None), ("1e3", None), ("٣", None), ("9" * 16, None)]
)
def test_a_number_in_an_address_is_one_that_a_database_holds(text: str, number: int | None) -> None:
    assert whole_number(text) == number
