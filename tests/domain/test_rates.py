"""How fast a number may send."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rates import full, pair_bucket, per_second, places, throughput

NOW = 1_760_000_000_000


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    empty = full(2, 10, NOW).less(10)
    assert [empty.wait(NOW), empty.wait(NOW + 499), empty.wait(NOW + 500)] == [500, 1, 0]
    assert empty.filled(NOW + 3_600_000).tokens == 10


def test_a_clock_that_goes_back_gives_nothing() -> None:
    empty = full(2, 10, NOW).less(10)
    assert empty.filled(NOW - 5_000).tokens == 0
    assert empty.filled(NOW - 5_000).at == NOW


def test_a_user_gets_forty_five_at_once_and_then_one_in_six_seconds() -> None:
    spent = pair_bucket(NOW).less(45)
    assert spent.wait(NOW) == 6_000
    assert spent.filled(NOW + 60_000).tokens == pytest.approx(10)


@given(st.integers(1, 1_000), st.lists(st.integers(0, 400), max_size=60))
def test_no_second_sees_more_than_the_ceiling(ceiling: int, pauses: list[int]) -> None:
    allowance, now, sent = throughput(ceiling, NOW), NOW, []
    for pause in pauses:
        now += pause
        allowance = allowance.filled(now)
        count = int(allowance.bucket.tokens)
        allowance = type(allowance)(allowance.ceiling, allowance.bucket.less(count), allowance.slowed_at)
        sent.append((now, count))
    most = max((sum(n for at, n in sent if begin <= at < begin + 1_000) for begin, _ in sent), default=0)
    assert most <= max(ceiling, 2)


def test_too_much_halves_the_rate_once_for_all_reports_of_a_moment() -> None:
    slow = throughput(80, NOW).slowed(NOW).slowed(NOW + 500)
    assert slow.bucket.rate == 36
    assert slow.slowed(NOW + 1_000).bucket.rate < 36


def test_a_slowed_rate_recovers_bit_by_bit() -> None:
    slow = throughput(80, NOW).slowed(NOW)
    assert slow.filled(NOW + 1_000).bucket.rate == 40
    assert slow.filled(NOW + 60_000).bucket.rate == slow.full_rate


def test_a_rate_never_falls_to_nothing() -> None:
    slow = throughput(80, NOW)
    for step in range(20):
        slow = slow.slowed(NOW + step * 1_000)
    assert slow.bucket.rate >= 1


def test_another_ceiling_counts_at_once_and_the_same_changes_nothing() -> None:
    before = throughput(80, NOW).slowed(NOW)
    assert before.raised(80, NOW) is before
    assert before.raised(1_000, NOW).bucket.rate == 900


@pytest.mark.parametrize(
    ("level", "coexists", "speed"),
    [("STANDARD", False, 80), ("HIGH", False, 1_000), ("STANDARD", True, 20), ("NOT_APPLICABLE", False, None), (None, False, None)],
)
def test_metas_levels_are_figures(level: str | None, coexists: bool, speed: int | None) -> None:  # noqa: FBT001 - a column of the table
    assert per_second(level, coexists=coexists) == speed


@pytest.mark.parametrize(
    ("reached", "usual", "urgent"), [(0, True, True), (224, True, True), (225, False, True), (249, False, True), (250, False, False)]
)
def test_the_last_users_of_a_day_are_for_urgent_notices(reached: int, usual: bool, urgent: bool) -> None:  # noqa: FBT001 - columns
    assert (places(250, reached, urgent=False), places(250, reached, urgent=True)) == (usual, urgent)


def test_without_a_limit_there_is_always_room() -> None:
    assert places(None, 10**9, urgent=False)
