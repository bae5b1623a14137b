"""What the console decides lies over the file, and what it doesn't is the file's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hours import Hours, Span
from bot.domain.notice import KINDS
from bot.domain.rules import QuietHours, StoreRules
from bot.domain.store import Store
from bot.domain.store_choices import (
    LONGEST_HOLIDAY,
    Holiday,
    QuietChoice,
    StoreChoices,
    WeekHours,
    chosen_rules,
    chosen_store,
    week_of,
    with_switch,
    with_words,
)

WEEK = ((Span(540, 1020),), *((),) * 6)
ALL = tuple((Span(0, 1440),) for _ in range(7))
NOOR = Store("noor", "Noor Home", "n1", timezone="Asia/Riyadh", hours=Hours(((),) * 7, "Asia/Riyadh"), support_hours="Sun-Thu", away=(("", "gone"),))
MILESTONES = st.sampled_from(sorted(KINDS))
SETS = st.frozensets(MILESTONES)
SWITCHES = st.dictionaries(MILESTONES, st.booleans())


@pytest.mark.parametrize("choices", [None, StoreChoices("noor", 3)])
def test_without_a_choice_everything_is_the_files(choices: StoreChoices | None) -> None:
    rules = StoreRules(off=frozenset(("review",)), wording={("shipped", "en"): "x"})
    assert (chosen_rules(rules, choices), chosen_store(NOOR, choices)) == (rules, NOOR)


def test_chosen_hours_stand_in_the_stores_time_zone_and_customers_are_told_them() -> None:
    holiday = Holiday("2026-12-02", "2026-12-03", "National Day")
    store = chosen_store(NOOR, StoreChoices("noor", hours=WeekHours(WEEK, (holiday,))))
    assert store.hours == Hours(WEEK, "Asia/Riyadh", frozenset(("2026-12-02", "2026-12-03")))
    assert store.support_hours == "Mon 09:00-17:00"
    assert replace(store, hours=NOOR.hours, support_hours=NOOR.support_hours) == NOOR


def test_no_text_of_the_file_tells_other_hours_than_the_chosen_ones() -> None:
    told = replace(NOOR, policies=(("hours", "9-5"), ("hours.ar", "من التاسعة"), ("location", "Riyadh")))
    assert chosen_store(told, StoreChoices("noor", hours=WeekHours(((),) * 7))).support_hours is None
    assert chosen_store(told, StoreChoices("noor", hours=WeekHours(ALL))).policies == (("location", "Riyadh"),)
    assert chosen_store(told, StoreChoices("noor", away={})).policies == told.policies


@pytest.mark.parametrize(("away", "said"), [(None, "gone"), ({}, None), ({"en": "back soon", "ar": "نعود"}, "نعود")])
def test_an_away_message_is_the_files_none_or_the_chosen_one(away: dict[str, str] | None, said: str | None) -> None:
    assert chosen_store(NOOR, StoreChoices("noor", away=away)).away_text("ar") == said


@pytest.mark.parametrize(
    ("texts", "language", "said"),
    [
        ({"en": "e", "ar": "a"}, "ar-SA", "a"),
        ({"en": "e", "ar": "a"}, "de", "a"),
        ({"en": "e", "fr": "f"}, "de", "e"),
        ({"fr": "f"}, "de", "f"),
        ({"": "all", "ar": "a"}, "de", "all"),
        ({"ar": ""}, "ar", None),
    ],
)
def test_an_away_message_falls_back_to_the_stores_language_english_or_any(texts: dict[str, str], language: str, said: str | None) -> None:
    assert replace(NOOR, language="ar", away=tuple(texts.items())).away_text(language) == said


def test_a_holiday_lasts_from_its_first_day_to_its_last() -> None:
    assert Holiday("2026-12-30", "2027-01-01").days() == ("2026-12-30", "2026-12-31", "2027-01-01")
    assert Holiday("2026-12-30", "2026-12-29").days() == ()
    assert len(Holiday("2026-01-01", "9999-01-01").days()) == LONGEST_HOLIDAY


def test_the_files_hours_can_be_changed_as_if_they_had_been_chosen() -> None:
    assert week_of(replace(NOOR, hours=None)) is None
    week = week_of(replace(NOOR, hours=Hours(WEEK, "Asia/Riyadh", frozenset(("2026-12-02",)))))
    assert week == WeekHours(WEEK, (Holiday("2026-12-02", "2026-12-02"),))


@given(SETS, SWITCHES)
def test_a_switch_decides_and_what_has_none_stays(before: frozenset[str], switches: dict[str, bool]) -> None:
    rules = chosen_rules(StoreRules(off=before), StoreChoices("noor", wanted=switches))  # type: ignore[arg-type] # milestones
    for milestone in KINDS:
        assert (milestone in rules.off) == (not switches[milestone] if milestone in switches else milestone in before)


def test_a_chosen_text_replaces_that_of_its_notice_and_language_alone() -> None:
    rules = StoreRules(wording={("shipped", "en"): "file", ("shipped", "ar"): "file"})
    chosen = chosen_rules(rules, StoreChoices("noor", wording={"shipped": {"en": "own"}}))
    assert chosen.wording == {("shipped", "en"): "own", ("shipped", "ar"): "file"}


def test_what_goes_back_to_the_file_leaves_nothing_behind() -> None:
    choices = with_words(with_words(with_switch(StoreChoices("noor"), "shipped", wanted=False), "shipped", "en", "x"), "shipped", "ar", "y")
    assert (choices.wanted, choices.wording) == ({"shipped": False}, {"shipped": {"en": "x", "ar": "y"}})
    back = with_words(with_words(with_switch(choices, "shipped", wanted=None), "shipped", "en", None), "shipped", "ar", None)
    assert back == StoreChoices("noor")


@pytest.mark.parametrize(("chosen", "quiet"), [(None, QuietHours(1, 2)), (QuietChoice(), None), (QuietChoice(QuietHours(3, 4)), QuietHours(3, 4))])
def test_quiet_hours_are_the_files_none_or_the_chosen_ones(chosen: QuietChoice | None, quiet: QuietHours | None) -> None:
    assert chosen_rules(StoreRules(quiet=QuietHours(1, 2)), StoreChoices("noor", quiet=chosen)).quiet == quiet
