"""A week's hours as people write them into a form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hours import Span
from bot.domain.store_choices import Holiday, WeekHours
from bot.domain.week_form import Mistake, Row, WeekForm, form_of, read_form

EMPTY = WeekForm(((),) * 7)


def on_monday(*pairs: tuple[str, str]) -> WeekForm:
    return WeekForm((pairs, *((),) * 6))


def holidays(*rows: Row) -> WeekForm:
    return replace(EMPTY, holidays=rows)


def read(form: WeekForm) -> WeekHours:
    found = read_form(form)
    assert isinstance(found, WeekHours), found
    return found


@pytest.mark.parametrize(
    ("pairs", "spans"),
    [
        ([("09:00", "13:00"), ("14:00", "18:00")], (Span(540, 780), Span(840, 1080))),
        ([("14:00", "18:00"), ("", ""), ("9:00", "13:00")], (Span(540, 780), Span(840, 1080))),
        ([("20:00", "00:00")], (Span(1200, 1440),)),
        ([("20:00", "24:00")], (Span(1200, 1440),)),
        ([("00:00", "00:00")], (Span(0, 1440),)),
        ([(" 09:00 ", "17:00:00")], (Span(540, 1020),)),
        ([], ()),
    ],
)
def test_a_day_has_as_many_spans_as_are_written(pairs: list[tuple[str, str]], spans: tuple[Span, ...]) -> None:
    assert read(on_monday(*pairs)).days[0] == spans


def test_what_goes_past_midnight_is_kept_under_both_days_and_shown_as_one() -> None:
    week = read(on_monday(("20:00", "02:00")))
    assert week.days[:3] == ((Span(1200, 1440),), (Span(0, 120),), ())
    assert form_of(week).days[:2] == ((("20:00", "02:00"),), ())
    sunday = WeekForm((*((),) * 6, (("20:00", "02:00"),)))
    assert (read(sunday).days[0], form_of(read(sunday))) == ((Span(0, 120),), sunday)


@pytest.mark.parametrize(
    ("pair", "kind", "text"),
    [
        (("09:00", ""), "half", "09:00"),
        (("", "17:00"), "half", "17:00"),
        (("nine", "17:00"), "time", "nine"),
        (("09:00", "25:00"), "time", "25:00"),
        (("24:01", "09:00"), "time", "24:01"),
        (("09:00", "09:00"), "same", "09:00"),
        (("09:0\u0660", "10:00"), "time", "09:0\u0660"),
    ],
)
def test_odd_times_are_named_with_their_day(pair: tuple[str, str], kind: str, text: str) -> None:
    assert read_form(on_monday(pair)) == (Mistake(kind, "day", 0, text),)  # type: ignore[arg-type] # one of its kinds


def test_spans_that_overlap_are_named_even_across_midnight() -> None:
    assert read_form(on_monday(("09:00", "13:00"), ("12:00", "14:00"))) == (Mistake("overlap", "day", 0),)
    night = WeekForm(((("20:00", "02:00"),), (("01:00", "03:00"),), *((),) * 5))
    assert read_form(night) == (Mistake("overlap", "day", 1),)


def test_spans_that_touch_do_not_overlap() -> None:
    assert read(on_monday(("13:00", "17:00"), ("09:00", "13:00"))).days[0] == (Span(540, 780), Span(780, 1020))


def test_holidays_are_kept_in_order_and_last_a_day_unless_it_is_said() -> None:
    week = read(holidays(("2026-12-02", "2026-12-03", " National Day "), ("", " ", ""), ("2026-01-01", "", "")))
    assert week.holidays == (Holiday("2026-01-01", "2026-01-01"), Holiday("2026-12-02", "2026-12-03", "National Day"))
    assert form_of(week).holidays == (("2026-01-01", "", ""), ("2026-12-02", "2026-12-03", "National Day"))


@pytest.mark.parametrize(
    ("row", "kind", "text"),
    [
        (("", "", "Eid"), "no_date", "Eid"),
        (("", "2026-12-02", ""), "no_date", "2026-12-02"),
        (("2.12.2026", "", ""), "date", "2.12.2026"),
        (("2026-12-02", "soon", ""), "date", "soon"),
        (("2026-12-02", "2026-12-01", "Eid"), "backwards", "Eid"),
        (("2026-12-02", "2027-12-02", ""), "long", "2026-12-02"),
    ],
)
def test_odd_holidays_are_named_with_their_row(row: Row, kind: str, text: str) -> None:
    assert read_form(holidays(("2026-01-01", "", ""), row)) == (Mistake(kind, "holiday", 1, text),)  # type: ignore[arg-type] # one of its kinds


def test_everything_that_is_wrong_is_told_at_once() -> None:
    found = read_form(WeekForm(((("x", "y"),), (("09:00", ""),), *((),) * 5), (("", "", "Eid"),)))
    assert isinstance(found, tuple)
    assert [one.kind for one in found] == ["time", "half", "no_date"]


@st.composite
def days(draw: st.DrawFn) -> tuple[Span, ...]:
    edges = sorted(draw(st.sets(st.integers(0, 1440), max_size=6)))
    return tuple(Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False))


DATES = st.dates(date(2026, 1, 1), date(2030, 1, 1))
HOLIDAYS = st.builds(
    lambda first, length, name: Holiday(first.isoformat(), (first + timedelta(days=length)).isoformat(), name),
    DATES,
    st.integers(0, 91),
    st.sampled_from(("", "Eid", "عيد")),
)


@given(st.tuples(*[days() for _ in range(7)]), st.lists(HOLIDAYS, max_size=3))
def test_what_is_shown_is_read_as_the_same(week: tuple[tuple[Span, ...], ...], found: list[Holiday]) -> None:
    kept = WeekHours(week, tuple(sorted(found, key=lambda one: (one.first, one.last, one.name))))
    assert read_form(form_of(kept)) == kept
