"""The plan of faults is a function of seed and length, and what it says can be done."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.faults.plan import BEGIN, JUMPS, KINDS, SORTS, TOKEN_EVERY, make_plan

if TYPE_CHECKING:
    from tests.faults.plan import Fault

SEEDS = st.integers(0, 2**32)
LENGTHS = st.floats(20, 600)
# No test here is about time, and a machine may be busy elsewhere.
UNHURRIED = settings(deadline=None, max_examples=50)


def by_target(plan: tuple[Fault, ...]) -> dict[str, list[Fault]]:
    found: dict[str, list[Fault]] = {}
    for fault in plan:
        found.setdefault(fault.target, []).append(fault)
    return found


@UNHURRIED
@given(SEEDS, LENGTHS)
def test_a_seed_replays(seed: int, seconds: float) -> None:
    assert make_plan(seed, seconds) == make_plan(seed, seconds)


@UNHURRIED
@given(SEEDS, LENGTHS)
def test_faults_come_in_order_and_are_over_in_time(seed: int, seconds: float) -> None:
    plan = make_plan(seed, seconds)
    assert [fault.at for fault in plan] == sorted(fault.at for fault in plan)
    assert all(fault.at >= BEGIN and fault.until <= seconds + 0.01 for fault in plan)


@UNHURRIED
@given(SEEDS, LENGTHS)
def test_a_target_has_one_fault_at_a_time(seed: int, seconds: float) -> None:
    for faults in by_target(make_plan(seed, seconds)).values():
        assert all(one.until < other.at for one, other in pairwise(faults))


@UNHURRIED
@given(SEEDS, LENGTHS)
def test_a_fault_hits_what_it_can_hit_for_as_long_as_it_may(seed: int, seconds: float) -> None:
    for fault in make_plan(seed, seconds):
        least, most = SORTS[fault.kind].lasts
        assert fault.target in SORTS[fault.kind].targets
        assert least - 0.01 <= fault.lasts <= most + 0.01


@UNHURRIED
@given(SEEDS)
def test_two_minutes_know_every_kind_but_the_token(seed: int) -> None:
    # One that would outlast the run, or whose target was busy until then, is left out; none is that unlucky several times.
    assert {fault.kind for fault in make_plan(seed, 140)} >= set(KINDS) - {"token"}


@UNHURRIED
@given(SEEDS)
def test_a_token_is_revoked_where_there_is_time_to_mend_it_and_rarely(seed: int) -> None:
    assert "token" not in {fault.kind for fault in make_plan(seed, TOKEN_EVERY / 2)}
    at = [fault.at for fault in make_plan(seed, 600) if fault.kind == "token"]
    assert at
    assert all(other - one >= TOKEN_EVERY for one, other in pairwise(at))


@UNHURRIED
@given(SEEDS, LENGTHS)
def test_clocks_jump_both_ways_and_not_too_far(seed: int, seconds: float) -> None:
    assert all(abs(fault.amount) <= JUMPS[1] for fault in make_plan(seed, seconds) if fault.kind == "clock")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_targets_and_a_length(kind: str) -> None:
    sort = next(sort for name, sort in SORTS.items() if name == kind)
    assert sort.targets
    assert 0 <= sort.lasts[0] <= sort.lasts[1]


def test_another_seed_is_another_plan() -> None:
    assert make_plan(1, 120) != make_plan(2, 120)
