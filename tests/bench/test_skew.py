from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bench.growth.skew import ARRIVED_AFTER, MOST_ORDERS, PACKED_AFTER, ages, fate, how_many
from bot.domain.clock import DAY
from bot.domain.order import MOVING

DRAW = st.floats(min_value=0, max_value=1, exclude_max=True)
DRAWS = st.lists(DRAW, min_size=1, max_size=MOST_ORDERS)
EVENLY = [index / 100_000 for index in range(100_000)]


@given(DRAW, st.integers(1, 100))
def test_everybody_has_one_and_nobody_more_than_the_most(draw: float, most: int) -> None:
    assert 1 <= how_many(draw, most) <= most


@given(DRAW, DRAW)
def test_who_draws_more_has_no_less(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert how_many(low, MOST_ORDERS) <= how_many(high, MOST_ORDERS)


@pytest.mark.parametrize("least", [2, 3, 5, 10, 30, 60])
def test_at_least_n_orders_have_one_in_n_squared(least: int) -> None:
    share = sum(how_many(draw, MOST_ORDERS) >= least for draw in EVENLY) / len(EVENLY)
    assert share == pytest.approx(1 / least**2, rel=0.05)


def test_most_have_one_and_the_mean_is_not_two() -> None:
    counts = [how_many(draw, MOST_ORDERS) for draw in EVENLY]
    assert counts.count(1) / len(counts) == pytest.approx(0.75, rel=0.01)
    assert 1.5 < sum(counts) / len(counts) < 1.7


@given(DRAWS)
def test_the_newest_comes_first_and_the_others_a_week_apart(draws: list[float]) -> None:
    found = ages(draws, waits=True)
    assert len(found) == len(draws)
    assert all(older - newer >= 7 * DAY for newer, older in pairwise(found))


@given(DRAWS, st.booleans())
def test_only_the_newest_of_who_waits_is_under_way(draws: list[float], waits: bool) -> None:  # noqa: FBT001 (drawn)
    newest, *others = ages(draws, waits=waits)
    assert (newest < ARRIVED_AFTER) == waits
    assert all(age >= ARRIVED_AFTER for age in others)


@given(st.integers(0, 1_000 * DAY), DRAW)
def test_a_parcel_moves_between_packing_and_arrival_and_at_no_other_time(age: int, draw: float) -> None:
    _, _, parcel = fate(age, draw)
    assert (parcel in MOVING) == (PACKED_AFTER <= age < ARRIVED_AFTER)


@given(st.integers(0, 1_000 * DAY), DRAW)
def test_what_is_paid_back_was_cancelled_or_has_arrived(age: int, draw: float) -> None:
    state, payment, parcel = fate(age, draw)
    assert (payment == "refunded") == (state == "cancelled")
    assert payment != "partially_refunded" or parcel == "delivered"


@pytest.mark.parametrize(
    ("draw", "parcel", "payment"),
    [(0.0, "delivered", "paid"), (0.91, "returned", "paid"), (0.95, None, "refunded"), (0.99, "delivered", "partially_refunded")],
)
def test_old_orders_have_every_fate(draw: float, parcel: str | None, payment: str) -> None:
    assert fate(100 * DAY, draw)[1:] == (payment, parcel)
