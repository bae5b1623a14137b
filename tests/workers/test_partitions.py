"""Who works on which lanes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.workers.partitions import COUNT, LIVES, Partitions
from tests.workers.clock import Clock

if TYPE_CHECKING:
    from bot.db import Database

LANES = [f"lane {n}" for n in range(200)]


def owned(partitions: Partitions) -> set[str]:
    return {lane for lane in LANES if partitions.own(lane)}


async def test_one_process_has_every_lane(database: Database) -> None:
    one = Partitions(database, "one", Clock())
    await one.claim()
    assert owned(one) == set(LANES)
    assert not one.shared


async def test_a_second_process_gets_half_and_no_lane_has_two_owners(database: Database) -> None:
    clock = Clock()
    one, two = Partitions(database, "one", clock), Partitions(database, "two", clock)
    for partitions in (one, two, one, two):
        await partitions.claim()
    assert owned(one) | owned(two) == set(LANES)
    assert not owned(one) & owned(two)
    assert one.shared


async def test_the_lanes_of_a_dead_process_go_to_the_others(database: Database) -> None:
    clock = Clock()
    one, two = Partitions(database, "one", clock), Partitions(database, "two", clock)
    for partitions in (one, two, one, two):
        await partitions.claim()
    clock.now += LIVES + 1
    await two.claim()
    assert owned(two) == set(LANES)


async def test_what_is_released_is_free_at_once(database: Database) -> None:
    clock = Clock()
    one, two = Partitions(database, "one", clock), Partitions(database, "two", clock)
    await one.claim()
    await one.release()
    assert owned(one) == set()
    await two.claim()
    assert len(owned(two)) == len(LANES)
    assert len(LANES) >= COUNT
