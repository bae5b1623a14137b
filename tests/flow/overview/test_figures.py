"""Days added up."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.daily import Day, blank_day
from bot.flow.overview.figures import MOST_DAYS, added, all_notices, average_score, figures, funnel, median, share, slow, stepped, together

FIRST = date(2026, 11, 1)
COUNTS = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.integers(0, 50))


def day(after: int = 0, store: str = "noor", **more: object) -> Day:
    return replace(blank_day(store, FIRST + timedelta(days=after), "UTC"), folded_at=1, **more)  # type: ignore[arg-type]


def only(after: int, name: str, value: object) -> Day:
    return replace(day(after), **{name: value})  # type: ignore[arg-type]


def dates(count: int) -> list[date]:
    return [FIRST + timedelta(days=one) for one in range(count)]


def test_a_period_has_each_of_its_dates_and_no_other() -> None:
    found = figures([day(1, conversations=3), day(9, conversations=50)], dates(3))
    assert [one.day for one in found.days] == [one.isoformat() for one in dates(3)]
    assert ([one.conversations for one in found.days], found.total.conversations) == ([0, 3, 0], 3)


def test_stores_of_one_date_stand_together() -> None:
    found = figures([day(store="noor", conversations=3, flags={"loop": 1}), day(store="dar", conversations=4, flags={"loop": 2})], dates(1))
    assert (found.days[0].conversations, found.days[0].flags) == (7, {"loop": 3})


def test_durations_stand_side_by_side_so_that_a_median_is_one_of_all() -> None:
    total = figures([day(0, responses=(1, 2, 9)), day(1, responses=(3,))], dates(2)).total
    assert (sorted(total.responses), median(total.responses), slow(total.responses)) == ([1, 2, 3, 9], 2, 9)


def test_the_newest_count_is_when_it_was_counted() -> None:
    assert figures([replace(day(0), folded_at=5), replace(day(1), folded_at=3)], dates(2)).counted_at == 5
    assert figures([], dates(2)).counted_at == 0


@pytest.mark.parametrize(("many", "shown"), [(1, 1), (MOST_DAYS, MOST_DAYS), (MOST_DAYS + 1, 14), (366, 53)])
def test_too_many_days_become_weeks(many: int, shown: int) -> None:
    found = stepped(figures([day(after, conversations=1) for after in range(many)], dates(many)).days)
    assert (len(found), sum(one.conversations for one in found)) == (shown, many)
    assert found[0].day == FIRST.isoformat()


def test_a_sum_is_told_only_where_every_date_was_counted() -> None:
    known = [day(0, conversations=2), day(1, conversations=3)]
    whole = together(known, dates(2))
    assert whole is not None
    assert (whole.conversations, together(known, dates(3)), together([], dates(1))) == (5, None, None)
    assert together([day(0), replace(day(1), folded_at=0)], dates(2)) is None


def test_a_date_that_one_store_has_counted_is_known() -> None:
    assert together([day(0), day(1), day(1, "dar")], dates(2)) is not None


def test_something_made_up_makes_a_sum_made_up() -> None:
    assert added([day(0), day(1, sample=True)], "").sample
    assert not added([day(0), day(1)], "").sample


def test_each_stage_of_a_funnel_contains_those_behind_it() -> None:
    one = funnel("shipped", {"read": 5, "delivered": 3, "sent": 2, "accepted": 1, "bounced": 1, "failed": 1, "waiting": 4, "superseded": 2})
    assert (one.queued, one.accepted, one.delivered, one.read, one.failed, one.waiting, one.merged) == (19, 12, 8, 5, 2, 4, 2)


def test_what_was_never_queued_is_skipped_and_not_queued() -> None:
    one = funnel("shipped", {"unsaid": 3, "skipped": 2})
    assert (one.queued, one.skipped) == (2, 5)


def test_all_notices_are_those_of_every_kind() -> None:
    stages = all_notices(day(notices={"shipped": {"read": 2, "failed": 1}, "invoice": {"read": 1, "sent": 4}}))
    assert (stages.accepted, stages.read, stages.failed) == (7, 3, 1)


def test_the_most_frequent_notice_comes_first() -> None:
    found = figures([day(notices={"invoice": {"read": 1}, "shipped": {"read": 5}, "review": {"unsaid": 2}})], dates(1))
    assert [one.milestone for one in found.stages] == ["shipped", "invoice", "review"]


@pytest.mark.parametrize(("scores", "mean"), [({}, None), ({"3": 2}, 3), ({"3": 1, "1": 1}, 2), ({"3": 1, "2": 1, "1": 2}, 1.75)])
def test_the_mean_of_ratings(scores: dict[str, int], mean: float | None) -> None:
    assert average_score(scores) == mean


def test_a_share_of_nothing_is_none() -> None:
    assert (share(0, 0), share(1, 4)) == (None, 0.25)


@given(st.lists(st.tuples(st.integers(0, 9), COUNTS, COUNTS), max_size=12))
def test_in_whatever_order_days_come_their_sum_is_the_same(parts: list[tuple[int, dict[str, int], dict[str, int]]]) -> None:
    made = [day(place, conversations=number, flags=flags, notices={"shipped": told}) for place, (number, flags, told) in enumerate(parts)]
    forwards, backwards = added(made, "x"), added(made[::-1], "x")
    assert forwards.conversations == backwards.conversations == sum(number for number, *_ in parts)
    assert {key: value for key, value in forwards.flags.items() if value} == {key: value for key, value in backwards.flags.items() if value}
    assert all_notices(forwards) == all_notices(backwards)


NUMBERS = [one.name for one in fields(Day) if one.type == "int" and one.name not in {"starts_at", "ends_at", "folded_at"}]
COUNTED = [one.name for one in fields(Day) if one.type == "Counts"]
NESTED = [one.name for one in fields(Day) if one.type == "Mapping[str, Counts]"]


def test_every_kind_of_figure_is_looked_at_below() -> None:
    others = {"id", "store_id", "day", "starts_at", "ends_at", "folded_at", "responses", "resolutions", "unclear", "sample"}
    assert {one.name for one in fields(Day)} == {*NUMBERS, *COUNTED, *NESTED, *others}


@pytest.mark.parametrize("name", NUMBERS)
def test_no_number_is_forgotten_in_a_sum(name: str) -> None:
    assert getattr(added([only(0, name, 3), only(1, name, 4)], "x"), name) == 7


@pytest.mark.parametrize("name", COUNTED)
def test_no_counts_are_forgotten_in_a_sum(name: str) -> None:
    assert getattr(added([only(0, name, {"a": 1, "b": 2}), only(1, name, {"b": 5})], "x"), name) == {"a": 1, "b": 7}


@pytest.mark.parametrize("name", NESTED)
def test_no_counts_of_notices_are_forgotten_in_a_sum(name: str) -> None:
    total = added([only(0, name, {"shipped": {"a": 1}}), only(1, name, {"shipped": {"a": 2}, "invoice": {"b": 1}})], "x")
    assert getattr(total, name) == {"shipped": {"a": 3}, "invoice": {"b": 1}}


@pytest.mark.parametrize("name", ["responses", "resolutions"])
def test_no_durations_are_forgotten_in_a_sum(name: str) -> None:
    assert getattr(added([only(0, name, (1, 5)), only(1, name, (2,))], "x"), name) == (1, 5, 2)


def test_the_same_text_of_two_days_is_one_the_most_frequent_first() -> None:
    total = added([day(0, unclear=(("Hello there", 1), ("price?", 2))), day(1, unclear=(("hello  there!", 4),))], "x")
    assert total.unclear == (("Hello there", 5), ("price?", 2))


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60))
def test_the_middle_is_one_of_them_and_not_above_the_slow_one(seconds: list[int]) -> None:
    middle, tail = median(seconds), slow(seconds)
    assert middle is not None
    assert tail is not None
    assert middle in seconds
    assert middle <= tail <= max(seconds)
    assert sum(one <= tail for one in seconds) >= 0.9 * len(seconds)
