"""Figures in words, and how they changed."""

from __future__ import annotations

import pytest

from bot.web.console.overview.numerals import NONE, Numerals
from bot.web.console.words import WordBook
from tests.web.console.conftest import texts


def numerals(language: str = "en") -> Numerals:
    return Numerals(WordBook(texts("console")).of(language, ""))  # type: ignore[arg-type]


EN = numerals()


@pytest.mark.parametrize(("value", "told"), [(0, "0"), (1_234, "1,234"), (2.618, "2.62"), (3.0, "3")])
def test_numbers(value: float, told: str) -> None:
    assert EN.number(value) == told


@pytest.mark.parametrize(("value", "told"), [(None, NONE), (0, "0%"), (0.845, "84%"), (0.999, "99%"), (1, "100%"), (1.5, "150%")])
def test_a_share_is_a_whole_only_where_nothing_is_missing(value: float | None, told: str) -> None:
    assert EN.percent(value) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [(0, "$0.00"), (0.0107, "$0.01"), (0.0042, "$0.0042"), (12.345, "$12.34"), (1_234.5, "$1,234.50")],
)
def test_dollars_are_to_the_cent_and_very_little_money_is_still_seen(value: float, told: str) -> None:
    assert EN.dollars(value) == told


def test_the_sign_stands_beside_its_letters_in_arabic() -> None:
    assert numerals("ar").dollars(1.5).endswith("US$\u200e")


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (None, NONE),
        (0, "0 sec"),
        (45, "45 sec"),
        (60, "1 min"),
        (200, "3 min 20 sec"),
        (754, "12 min"),
        (3_600, "1 hr"),
        (5_070, "1 hr 24 min"),
        (86_400, "1 day"),
        (9 * 86_400 + 7_200, "9 days 2 hr"),
    ],
)
def test_a_length_of_time_has_one_or_two_units(seconds: int | None, told: str) -> None:
    assert EN.span(seconds) == told


def test_arabic_has_its_own_words() -> None:
    assert numerals("ar").span(5_070) == "1 س 24 د"
    assert numerals("ar").day("2026-11-24") == "24 نوفمبر"


def test_a_date_with_and_without_its_year() -> None:
    assert (EN.day("2026-11-24"), EN.day("2026-11-24", year=True)) == ("24 Nov", "24 Nov 2026")


@pytest.mark.parametrize(
    ("now", "before", "way", "told", "tone"),
    [
        (110, 100, "up", "10%", "bad"),
        (90, 100, "down", "10%", "good"),
        (100, 100, "same", "", "plain"),
        (100.4, 100, "same", "", "plain"),
        (250, 100, "up", "150%", "bad"),
        (1_500, 100, "up", "15-fold", "bad"),
        (0, 100, "down", "100%", "good"),
        (5, 0, "up", "", "bad"),
        (0, 0, "same", "", "plain"),
    ],
)
def test_a_figure_is_compared_with_the_one_before(now: float, before: float, way: str, told: str, tone: str) -> None:
    change = EN.change(now, before, EN.number, "down")
    assert change is not None
    assert (change.way, change.shown, change.tone, change.before) == (way, told, tone, EN.number(before))


def test_where_neither_direction_is_better_none_is_praised() -> None:
    change = EN.change(2, 1, EN.number)
    assert change is not None
    assert change.tone == "plain"


@pytest.mark.parametrize(("now", "before"), [(None, 1), (1, None), (None, None)])
def test_there_is_no_change_where_one_side_is_missing(now: float | None, before: float | None) -> None:
    assert EN.change(now, before, EN.number) is None
    assert EN.points(now, before) is None


@pytest.mark.parametrize(
    ("now", "before", "way", "told", "tone"),
    [(0.84, 0.8, "up", "4 points", "good"), (0.8, 0.81, "down", "1 point", "bad"), (0.802, 0.799, "same", "", "plain")],
)
def test_shares_are_compared_in_points(now: float, before: float, way: str, told: str, tone: str) -> None:
    change = EN.points(now, before, "up")
    assert change is not None
    assert (change.way, change.shown, change.tone) == (way, told, tone)
