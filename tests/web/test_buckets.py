from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.web.buckets import MOST_NAMES, Buckets, Left, Pace

PACE = Pace(burst=3, per_second=2)


def test_a_burst_passes_and_then_one_at_a_time() -> None:
    buckets = Buckets(PACE)
    assert [buckets.take("a", 0) for _ in range(4)] == [Left(True, 2, 0), Left(True, 1, 0), Left(True, 0, 1), Left(False, 0, 1)]  # noqa: FBT003
    assert buckets.take("a", 500).passes
    assert not buckets.take("a", 500).passes


def test_names_have_buckets_of_their_own_and_looking_takes_nothing() -> None:
    buckets = Buckets(Pace(burst=1, per_second=1))
    assert buckets.look("a", 0).passes
    assert buckets.take("a", 0).passes
    assert not buckets.look("a", 0).passes
    assert buckets.take("b", 0).passes


def test_the_longest_unused_names_are_forgotten() -> None:
    buckets = Buckets(Pace(burst=1, per_second=1))
    for name in range(MOST_NAMES + 1):
        buckets.take(str(name), 0)
    assert buckets.look("0", 0).passes
    assert not buckets.look("1", 0).passes


@given(st.lists(st.integers(0, 10_000), max_size=60))
def test_never_more_than_the_burst_and_the_rate_pass(instants: list[int]) -> None:
    buckets = Buckets(PACE)
    ordered = sorted(instants)
    passed = sum(buckets.take("a", at).passes for at in ordered)
    assert passed <= PACE.burst + PACE.per_second * (ordered[-1] - ordered[0] if ordered else 0) / 1_000 + 1e-6
