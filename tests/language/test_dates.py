# ruff: noqa: RUF001 (letters and digits of other scripts are what is tested)
from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.dates import MOST, find_dates
from bot.language.normalise import normalise

TODAY = date(2026, 11, 26)  # a Thursday
RELATIVE = [
    ("i ordered it yesterday", -1),
    ("llegó ayer", -1),
    ("commandé hier", -1),
    ("gestern bestellt", -1),
    ("pedi ontem", -1),
    ("dün sipariş verdim", -1),
    ("kemarin pesan", -1),
    ("طلبته امس", -1),
    ("طلبت امبارح", -1),
    ("hoy", 0),
    ("aujourd'hui", 0),
    ("bugün", 0),
    ("اليوم", 0),
    ("आज", 0),
    ("آج", 0),
    ("tomorrow please", 1),
    ("mañana", 1),
    ("yarın", 1),
    ("besok", 1),
    ("بكرة", 1),
    ("day after tomorrow", 2),
    ("pasado mañana", 2),
    ("übermorgen", 2),
    ("بعد بكرة", 2),
    ("the day before yesterday", -2),
    ("il y a 3 jours", -3),
    ("hace 10 días", -10),
    ("vor 5 tagen", -5),
    ("٣ ايام", None),
    ("قبل ٣ ايام", -3),
    ("3 gün önce", -3),
    ("3 दिन पहले", -3),
    ("in 2 days", 2),
]
WEEKDAYS = [
    ("on friday", 1),
    ("thursday", 0),
    ("el lunes", 4),
    ("am montag", 4),
    ("الجمعة", 1),
    ("الخميس", 0),
    ("الخميس الماضي", -7),
    ("last friday", -6),
    ("le lundi dernier", -3),
    ("geçen pazartesi", -3),
    ("पिछले सोमवार", -3),
    ("segunda-feira passada", -3),
]
ABSOLUTE = [
    ("on 12/11/2026", "2026-11-12"),
    ("2026-11-12", "2026-11-12"),
    ("am 12.11.", "2026-11-12"),
    ("5/13", "2027-05-13"),
    ("12.11.26", "2026-11-12"),
    ("March 3rd", "2027-03-03"),
    ("3 de diciembre", "2026-12-03"),
    ("le 3 décembre", "2026-12-03"),
    ("5 mayıs", "2027-05-05"),
    ("٣ ديسمبر", "2026-12-03"),
    ("3 दिसंबर", "2026-12-03"),
]
NONE = ["", "where is my order", "2-3", "1.5", "99/99", "2026-02-30", "guten morgen", "por la mañana", "may i ask", "10:30", "3.14.15.9"]
NONE += ["hier ist mein paket nicht"]


@pytest.mark.parametrize(("text", "days"), RELATIVE)
def test_days_are_counted_from_today(text: str, days: int | None) -> None:
    wanted = () if days is None else ((TODAY + timedelta(days=days)).isoformat(),)
    assert find_dates(text, TODAY) == wanted


@pytest.mark.parametrize(("text", "days"), WEEKDAYS)
def test_a_day_of_the_week_is_the_coming_one_unless_it_is_the_last(text: str, days: int) -> None:
    assert find_dates(text, TODAY) == ((TODAY + timedelta(days=days)).isoformat(),)


@pytest.mark.parametrize(("text", "day"), ABSOLUTE)
def test_days_of_the_calendar_are_found(text: str, day: str) -> None:
    assert find_dates(text, TODAY) == (day,)


@pytest.mark.parametrize("text", NONE)
def test_other_words_and_numbers_are_no_days(text: str) -> None:
    assert find_dates(text, TODAY) == ()


def test_several_days_come_in_their_order() -> None:
    assert find_dates("bukan kemarin, besok", TODAY) == ("2026-11-25", "2026-11-27")
    assert len(find_dates("monday tuesday wednesday thursday friday saturday", TODAY)) == MOST


@given(st.text(max_size=300), st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_no_text_breaks_it(text: str, today: date) -> None:
    assert all(date.fromisoformat(day) for day in find_dates(text, today))


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_every_iso_date_is_found(day: date) -> None:
    assert find_dates(f"it came on {day.isoformat()}, late", TODAY) == (day.isoformat(),)


def test_the_words_are_in_their_normal_spelling() -> None:
    source = [word for words in ("ayer", "manana", "الثلاثا", "सोमवार") for word in words.split()]
    assert [normalise(word) for word in source] == source
