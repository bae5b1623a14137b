"""What becomes of a customer's request."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.request import Outcome, Request, RequestState, may_become, outcomes

STATES: tuple[RequestState, ...] = get_args(RequestState)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
ASKED = Request("r:1", "noor", "c:1", "cu:1", "cancel", 1_795_000_000_000)


@pytest.mark.parametrize(
    ("state", "possible"), [("open", {"accepted", "refused", "done"}), ("accepted", {"refused", "done"}), ("refused", set()), ("done", set())]
)
def test_a_state_says_what_may_follow(state: RequestState, possible: set[Outcome]) -> None:
    assert {outcome for outcome in OUTCOMES if may_become(state, outcome)} == possible


@pytest.mark.parametrize("state", STATES)
def test_it_waits_for_somebody_exactly_while_something_may_follow(state: RequestState) -> None:
    assert replace(ASKED, state=state).pending is any(may_become(state, outcome) for outcome in OUTCOMES)


@given(st.lists(st.sampled_from(OUTCOMES), max_size=8))
def test_after_two_decisions_at_most_it_is_settled(outcomes: list[Outcome]) -> None:
    state: RequestState = "open"
    steps = 0
    for outcome in outcomes:
        if may_become(state, outcome):
            state, steps = outcome, steps + 1
    assert steps <= 2


@pytest.mark.parametrize(
    ("state", "left"), [("open", ("accepted", "refused", "done")), ("accepted", ("refused", "done")), ("refused", ()), ("done", ())]
)
def test_what_may_still_be_chosen_is_what_it_may_become(state: RequestState, left: tuple[str, ...]) -> None:
    assert outcomes(state) == left
