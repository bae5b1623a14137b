from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bench.stats import Summary, percentile, summarise

values = st.lists(st.floats(0, 1e6), min_size=1, max_size=300)


def test_percentiles_of_one_to_a_hundred() -> None:
    hundred = range(1, 101)
    assert [percentile(hundred, share) for share in (0.01, 0.5, 0.99, 1)] == [1, 50, 99, 100]


def test_a_single_value_is_every_percentile() -> None:
    assert summarise([7.0]) == Summary(1, 7.0, 7.0, 7.0)


def test_no_values_have_no_percentile() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_no_values_summarise_to_zeros() -> None:
    assert summarise([]) == Summary(0, 0.0, 0.0, 0.0)


@given(values)
def test_the_order_of_values_does_not_matter(some: list[float]) -> None:
    assert summarise(some) == summarise(some[::-1])


@given(values, st.floats(0.01, 1))
def test_enough_values_do_not_exceed_a_percentile(some: list[float], share: float) -> None:
    found = percentile(sorted(some), share)
    assert sum(value <= found for value in some) >= share * len(some) - 1e-9
    assert found in some


@given(values)
def test_median_then_99th_then_worst(some: list[float]) -> None:
    seen = summarise(some)
    assert min(some) <= seen.p50 <= seen.p99 <= seen.worst == max(some)
