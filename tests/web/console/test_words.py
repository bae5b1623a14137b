from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import DAY, HOUR, MINUTE, parse_instant
from bot.domain.money import Money
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


@pytest.mark.parametrize(
    ("language", "shown"), [("en", ("SAR\u00a0199.50", "Thursday 26 November", "Saudi Arabia")), ("ar", ("199.50", "26 نوفمبر", "السعودية"))]
)
def test_money_days_and_countries_are_written_as_the_reader_does(language: str, shown: tuple[str, str, str]) -> None:
    reader = words(language)
    found = (reader.money(Money(19_950, "SAR")), reader.expected("2026-11-26"), reader.country("SA"))
    assert [part in whole for part, whole in zip(shown, found, strict=True)] == [True, True, True]
    assert (reader.expected("soon"), reader.country("XX")) == ("soon", "XX")


@pytest.mark.parametrize(("language", "day", "time"), [("en", "Tuesday 24 November", "00:30"), ("ar", "الثلاثاء 24 نوفمبر", "00:30")])
def test_days_and_times_are_those_of_a_place(language: str, day: str, time: str) -> None:
    late = parse_instant("2026-11-23T21:30Z")
    assert words(language).day(late, "Asia/Riyadh").replace("،", "") == day
    assert words(language).clock(late, "Asia/Riyadh") == time


@pytest.mark.parametrize(
    ("then", "days"),
    [("2026-11-24T20:59Z", 0), ("2026-11-24T21:00Z", 1), ("2026-11-25T20:59Z", 1), ("2026-11-30T12:00Z", 6)],
)
def test_days_ahead_are_counted_in_midnights_of_a_place(then: str, days: int) -> None:
    assert words("en").days_ahead(parse_instant("2026-11-24T12:00Z"), parse_instant(then), "Asia/Riyadh") == days


def test_the_days_of_the_week_have_names() -> None:
    assert [words("en").weekday(day) for day in (0, 6)] == ["Monday", "Sunday"]
    assert [words("ar").weekday(day) for day in (0, 6)] == ["الاثنين", "الأحد"]


@pytest.mark.parametrize(
    ("ago", "english", "arabic"),
    [
        (0, "Today", "اليوم"),
        (12 * HOUR, "Yesterday", "أمس"),
        (2 * DAY, "Tuesday 7 October", "الثلاثاء 7 أكتوبر"),
        (400 * DAY, "4 September 2024", "4 سبتمبر 2024"),
    ],
)
def test_a_day_that_has_been_is_called_as_people_do(ago: int, english: str, arabic: str) -> None:
    assert [words(one).day_of(NOW, NOW - ago, "Asia/Riyadh") for one in ("en", "ar")] == [english, arabic]


def test_names_that_others_make_have_words_or_none() -> None:
    assert [words("ar").has(f"understood.{name}") for name in ("order_status", "made_by_the_shop")] == [True, False]
