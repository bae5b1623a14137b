from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserMistake
from bot.simulator.switches import Dice, Switches

PROBABILITY = st.floats(0, 1)


@pytest.mark.parametrize(
    ("name", "value", "result"),
    [
        ("duplicates", 1, 1.0),
        ("reorder", 5, 5),
        ("delay_ms", 20, (20.0, 20.0)),
        ("delay_ms", [10, 20], (10.0, 20.0)),
        ("batch", 100, 100),
        ("fail", {"131026": 0.5}, {131026: 0.5}),
        ("fail_next", {"count": 2}, {"count": 2, "code": 131000}),
        ("fail_next", {"count": 2, "code": 131047}, {"count": 2, "code": 131047}),
        ("fail_how", "status", "status"),
        ("window", "off", "off"),
        ("auto_read", True, True),
        ("seed", 7, 7),
    ],
)
def test_a_switch_takes_its_values(name: str, value: object, result: object) -> None:
    assert getattr(Switches().changed({name: value}), name) == result


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("duplicates", 1.5),
        ("duplicates", "often"),
        ("duplicates", -0.1),
        ("reorder", -1),
        ("reorder", 2.5),
        ("delay_ms", [20, 10]),
        ("delay_ms", [1, 2, 3]),
        ("delay_ms", "soon"),
        ("batch", 0),
        ("fail", 131026),
        ("fail", {"never": 0.5}),
        ("fail", {"131026": 2}),
        ("fail_next", 3),
        ("fail_next", {"code": 1}),
        ("fail_how", "loudly"),
        ("window", True),
        ("auto_read", 1),
        ("statuses", "no"),
        ("gravity", 1),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(UserMistake, match=name):
        Switches().changed({name: value})


def test_all_wrong_values_are_named_at_once_and_nothing_changes() -> None:
    switches = Switches()
    with pytest.raises(UserMistake, match=r"'gravity'.*'batch'"):
        switches.changed({"gravity": 1, "duplicates": 0.5, "batch": 0})
    assert switches == Switches()


def test_what_is_not_named_stays() -> None:
    switches = Switches(duplicates=0.5).changed({"batch": 3})
    assert (switches.duplicates, switches.batch) == (0.5, 3)


def test_every_switch_can_be_written_back_as_it_was_read() -> None:
    switches = Switches(fail={131026: 0.5}, delay_ms=(1.0, 2.0), bsuid_only=True)
    assert Switches().changed(switches.to_json()) == switches


def throws(dice: Dice, purpose: str, probability: float = 0.5) -> list[bool]:
    return [dice.chance(purpose, probability) for _ in range(30)]


def test_dice_repeat_under_a_seed_and_differ_under_another() -> None:
    assert throws(Dice(1), "drop") == throws(Dice(1), "drop")
    assert throws(Dice(1), "drop") != throws(Dice(2), "drop")


def test_one_purpose_does_not_shift_another() -> None:
    dice = Dice(1)
    throws(dice, "other")
    assert throws(dice, "drop") == throws(Dice(1), "drop")


@given(st.integers(0, 1000))
def test_never_is_never_and_always_is_always(seed: int) -> None:
    assert not any(throws(Dice(seed), "a", 0.0))
    assert all(throws(Dice(seed), "a", 1.0))


@given(st.floats(0, 1000), st.floats(0, 1000))
def test_a_wait_lies_within_its_span(first: float, second: float) -> None:
    low, high = sorted((first, second))
    assert low / 1000 <= Dice(0).seconds("delay", (low, high)) <= high / 1000 + 1e-9


@given(st.dictionaries(st.sampled_from(["duplicates", "drop_answer", "http_500"]), PROBABILITY))
def test_any_probability_is_taken(values: dict[str, Any]) -> None:
    assert all(getattr(Switches().changed(values), name) == value for name, value in values.items())
