from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.delivery import RANK, FinalState, outranks
from bot.domain.message import DeliveryState

if TYPE_CHECKING:
    from random import Random

STATES = st.sampled_from(sorted(RANK))


def test_every_state_that_whatsapp_reports_or_we_decide_has_a_rank() -> None:
    assert set(RANK) == set(get_args(FinalState)) == {*get_args(DeliveryState), "skipped", "superseded"}


@pytest.mark.parametrize(
    ("new", "old", "moves"),
    [
        ("sent", "accepted", True),
        ("delivered", "sent", True),
        ("read", "delivered", True),
        ("read", "sent", True),
        ("failed", "sent", True),
        ("delivered", "failed", True),
        ("failed", "delivered", False),
        ("failed", "read", False),
        ("delivered", "read", False),
        ("sent", "delivered", False),
        ("sent", "sent", False),
    ],
)
def test_a_status_replaces_only_a_lower_one(new: str, old: str, moves: bool) -> None:  # noqa: FBT001 - a column of the table
    assert outranks(new, old) is moves


def _after(statuses: list[str]) -> str:
    state = "accepted"
    for status in statuses:
        state = status if outranks(status, state) else state
    return state


@given(st.lists(STATES.filter(lambda state: RANK[state] > RANK["accepted"])), st.randoms(use_true_random=False))
def test_the_order_of_arrival_makes_no_difference(statuses: list[str], chance: Random) -> None:
    shuffled = statuses + statuses[:2]
    chance.shuffle(shuffled)
    assert _after(shuffled) == _after(statuses)


@given(STATES, STATES)
def test_of_two_states_at_most_one_outranks_the_other(one: str, other: str) -> None:
    assert not (outranks(one, other) and outranks(other, one))
