"""Lanes keep order within and give freedom between."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from bot.workers.lanes import Lanes, Turn


@dataclass(frozen=True)
class Thing:
    """Something in a lane."""

    id: str
    lane: str


A1, A2, B1 = Thing("a1", "a"), Thing("a2", "a"), Thing("b1", "b")


def make(*things: Thing) -> Lanes[Thing]:
    lanes: Lanes[Thing] = Lanes(lambda thing: thing.lane)
    lanes.add(things)
    return lanes


async def test_everything_that_waits_in_a_lane_is_taken_together_and_in_order() -> None:
    assert make(A1, B1, A2).take(1) == [A1, A2]


async def test_a_taken_lane_is_nobody_elses() -> None:
    lanes = make(A1)
    lanes.take(9)
    lanes.add([A2])
    assert lanes.take(9) == []


async def test_what_came_meanwhile_is_next_once_the_lane_is_released() -> None:
    lanes = make(A1)
    lanes.take(9)
    lanes.add([A2])
    lanes.release([A1])
    assert lanes.take(9) == [A2]


async def test_an_item_is_only_here_once() -> None:
    lanes = make(A1, A1)
    assert lanes.take(9) == [A1]
    lanes.add([A1])
    lanes.release([A1])
    assert len(lanes) == 0


async def test_what_is_kept_goes_back_to_the_head() -> None:
    lanes = make(A1)
    lanes.take(9)
    lanes.add([A2])
    lanes.release([A1], keep=[A1])
    assert lanes.take(9) == [A1, A2]


async def test_a_resting_lane_waits_for_its_instant() -> None:
    lanes = make(A1)
    lanes.take(9)
    lanes.release([A1], keep=[A1], rest={"a": 100})
    lanes.wake(99)
    assert lanes.take(9) == []
    lanes.wake(100)
    assert lanes.take(9) == [A1]


async def test_something_new_ends_the_rest() -> None:
    lanes = make(A1)
    lanes.take(9)
    lanes.release([A1], keep=[A1], rest={"a": 100})
    lanes.add([A2])
    assert lanes.take(9) == [A1, A2]


async def test_a_rest_ordered_while_something_new_waits_is_no_rest() -> None:
    lanes = make(A1)
    lanes.take(9)
    lanes.add([A2])
    lanes.release([A1], keep=[A1], rest={"a": 100})
    assert lanes.take(9) == [A1, A2]


async def test_work_is_announced() -> None:
    lanes = make()
    assert not lanes.work.is_set()
    lanes.add([A1])
    assert lanes.work.is_set()


async def test_lanes_know_whether_somebody_works() -> None:
    lanes = make(A1)
    known = [lanes.idle.is_set()]
    lanes.take(1)
    known.append(lanes.idle.is_set())
    assert lanes.ids == {"a1"}
    lanes.release([A1])
    assert [*known, lanes.idle.is_set()] == [True, False, True]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["add", "take", "release", "again"])), max_size=60))
def test_nothing_is_lost_or_handled_by_two_at_once(steps: list[tuple[str, str]]) -> None:
    lanes: Lanes[Thing] = Lanes(lambda thing: thing.lane)
    added: list[Thing] = []
    taken: list[Thing] = []
    done: list[Thing] = []
    for lane, step in steps:
        if step == "add":
            added.append(Thing(f"{lane}{len(added)}", lane))
            lanes.add(added[-1:])
        elif step == "take":
            batch = lanes.take(2)
            assert not {thing.lane for thing in batch} & {thing.lane for thing in taken}
            taken += batch
        else:
            mine, taken = [t for t in taken if t.lane == lane], [t for t in taken if t.lane != lane]
            lanes.release(mine, keep=mine if step == "again" else ())
            done += mine if step == "release" else []
    lanes.release(taken)
    rest = lanes.take(1_000)
    assert sorted(t.id for t in done + taken + rest) == sorted(t.id for t in added)
    assert all(done.index(a) < done.index(b) for a in done for b in done if a.lane == b.lane and added.index(a) < added.index(b))


async def test_what_rests_keeps_nobody_busy() -> None:
    lanes = make(A1)
    seen = [lanes.busy]
    lanes.release(lanes.take(9), keep=[A1], rest={"a": 5})
    seen.append(lanes.busy)
    lanes.wake(5)
    assert [*seen, lanes.busy] == [True, False, True]


async def test_a_turn_is_given_back_once_and_says_so() -> None:
    lock = asyncio.Lock()
    turn = await Turn.take(lock)
    ended: list[bool] = []
    turn.on_end = lambda: ended.append(lock.locked())
    turn.end()
    turn.end()
    assert ended == [False]
