from __future__ import annotations

import pytest
from babel import Locale

from bot.domain.answer import Day, Moment, Ref
from bot.domain.clock import parse_instant
from bot.domain.money import Money
from bot.language.trim import FSI, PDI
from bot.language.values import Formats, zone_of

AMOUNTS = [
    (Money(123450, "SAR"), "SAR\u00a01,234.50"),
    (Money(12345, "KWD"), "KWD\u00a012.345"),
    (Money(500, "JPY"), "¥500"),
    (Money(-999, "USD"), "-$9.99"),
    (Money(0, "EUR"), "€0.00"),
]
DAYS = {
    "fr": "jeudi 26 novembre",
    "de": "Donnerstag, 26. November",
    "es": "jueves 26 de noviembre",
    "pt": "quinta-feira, 26 de novembro",
    "tr": "26 Kasım Perşembe",  # noqa: RUF001 - Turkish letters
    "id": "Kamis, 26 November",
    "hi": "गुरुवार, 26 नवंबर",
    "ur": "جمعرات، 26 نومبر",
}
ODD = ["", "not a day", "2026-13-01", "26/11/2026"]


@pytest.fixture
def english() -> Formats:
    return Formats(Locale.parse("en"), rtl=False)


@pytest.fixture
def arabic() -> Formats:
    return Formats(Locale.parse("ar"), rtl=True)


@pytest.mark.parametrize(("money", "shown"), AMOUNTS)
def test_money_has_the_decimals_of_its_currency(english: Formats, money: Money, shown: str) -> None:
    assert english.money(money) == shown


def test_money_in_arabic_keeps_western_digits_and_is_isolated(arabic: Formats) -> None:
    shown = arabic.money(Money(123450, "SAR"))
    assert shown.startswith(FSI)
    assert shown.endswith(PDI)
    assert "1,234.50" in shown


def test_days_have_their_weekday(english: Formats, arabic: Formats) -> None:
    assert english.day(Day("2026-11-26")) == "Thursday 26 November"
    assert arabic.day(Day("2026-11-26")) == "الخميس 26 نوفمبر"


@pytest.mark.parametrize(("language", "shown"), DAYS.items())
def test_days_are_written_as_their_language_writes_them(language: str, shown: str) -> None:
    assert Formats(Locale.parse(language), rtl=False).day(Day("2026-11-26")) == shown


@pytest.mark.parametrize("iso", ODD)
def test_what_is_no_day_is_shown_as_it_is(english: Formats, iso: str) -> None:
    assert english.day(Day(iso)) == iso


def test_moments_are_in_the_zone_of_the_store(english: Formats) -> None:
    moment = Moment(parse_instant("2026-11-26T22:30:00+00:00"))
    assert english.moment(moment, zone_of("Asia/Riyadh")) == ("Friday 27 November", "1:30\u202fAM")
    assert english.moment(moment, None) == ("Thursday 26 November", "10:30\u202fPM")


def test_names_from_outside_can_not_turn_the_text_around(arabic: Formats, english: Formats) -> None:
    assert arabic.ref(Ref("\u202eNH-1\u2069\n2")) == f"{FSI}NH-1 2{PDI}"
    assert english.ref(Ref("NH-1")) == "NH-1"


def test_names_from_outside_are_bounded(english: Formats) -> None:
    assert len(english.ref(Ref("x" * 10_000))) <= 600


def test_what_is_kept_is_bounded(english: Formats) -> None:
    for minor in range(2_100):
        english.money(Money(minor, "USD"))
    assert english.money(Money(5, "USD")) == "$0.05"


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "Asia/Riyadh\0"])
def test_an_unknown_zone_is_none(name: str) -> None:
    assert zone_of(name) is None
