"""Schedules: what disturbs the actors when, as plain values that can be drawn, played, made shorter and printed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Literal, get_args

from hypothesis import strategies as st

from tests.protocol.actors import Rules
from tests.protocol.far_end import Cut
from tests.protocol.gates import Loop
from tests.protocol.world import ACTORS, SENDERS, WORKERS, FaultFound, World

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Happening = Literal["message", "shipment", "redelivery", "status", "lease", "takeover", "time", "deadline"]
MOST_STEPS = 30


@dataclass(frozen=True, slots=True)
class Steps:
    """An actor goes on for some steps, or to the end of what it is doing; ``index`` chooses among what it does side by side."""

    actor: str
    steps: int
    index: int = 0


@dataclass(frozen=True, slots=True)
class Mishap:
    """An actor crashes, or its connection to the database is cut before or after its next call takes effect."""

    actor: str
    what: Literal["crash", "before", "after"]


@dataclass(frozen=True, slots=True)
class Outside:
    """Something happens out there; ``which`` chooses among the items that can be delivered again."""

    what: Happening | Cut
    which: int = 0


Move = Steps | Mishap | Outside
Schedule = tuple[Move, ...]


async def _move(world: World, move: Move) -> None:
    match move:
        case Steps(actor, steps, index):
            await world.run(actor, steps, index)
        case Mishap(actor, "crash"):
            await world.crash(actor)
        case Mishap(actor, "before" | "after" as trouble):
            world.trouble(actor, trouble)
        case Outside(what, which):
            await _happen(world, what, which)


async def _happen(world: World, what: Happening | Cut, which: int) -> None:
    match what:
        case "message":
            await world.receive_message()
        case "shipment":
            await world.receive_shipment()
        case "redelivery":
            await world.redeliver(which)
        case "status":
            await world.receive_status()
        case "lease":
            world.move_lease()
        case "takeover":
            world.take_over()
        case "time":
            await world.wait_a_little()
        case "deadline":
            await world.wait_long()
        case _:
            world.cut(what)


async def _play(schedule: Sequence[Move], rules: Rules, worlds: list[World]) -> None:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, Loop)
    try:
        async with asyncio.TaskGroup() as group:
            worlds.append(World(loop, group, rules))
            await worlds[0].begin()
            for move in schedule:
                await _move(worlds[0], move)
            await worlds[0].come_to_rest()
            raise _TheEnd
    except* _TheEnd:
        pass


class _TheEnd(Exception):  # noqa: N818 - it ends the actors, nothing is wrong
    pass


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a schedule: the law that was broken, if any, and every step on the way there."""

    fault: str | None
    log: tuple[str, ...]


def play(schedule: Sequence[Move], rules: Rules | None = None) -> Played:
    """Play a schedule from the start, then let everything come to rest."""
    worlds: list[World] = []
    fault = None
    with asyncio.Runner(loop_factory=Loop) as runner:
        try:
            runner.run(_play(schedule, rules or Rules(), worlds))
        except* FaultFound as group:
            fault = str(group.exceptions[0])
    return Played(fault, tuple(worlds[0].log))


def _steps() -> st.SearchStrategy[Move]:
    return st.builds(Steps, st.sampled_from(ACTORS), st.integers(1, MOST_STEPS), st.integers(0, 1))


def _mishaps() -> st.SearchStrategy[Move]:
    return st.builds(Mishap, st.sampled_from((*WORKERS, *SENDERS, "staff")), st.sampled_from(("crash", "before", "after")))


def _outside() -> st.SearchStrategy[Move]:
    ways = st.sampled_from((*get_args(Happening), *get_args(Cut)))
    return st.builds(Outside, ways, st.integers(0, 3))


def schedules(most: int = 30) -> st.SearchStrategy[Schedule]:
    """Return schedules that begin with something to do and are disturbed by everything that can happen."""
    moves = st.one_of(_steps(), _steps(), _outside(), _mishaps())
    return st.tuples(st.sampled_from((Outside("message"), Outside("shipment"))), st.lists(moves, min_size=1, max_size=most).map(tuple)).map(
        lambda drawn: (drawn[0], *drawn[1])
    )


def random_schedule(random: Random, length: int) -> Schedule:
    """Return a schedule of the kind that finds most: long runs of few actors, little from outside."""
    moves: list[Move] = [Outside("message")]
    for _ in range(length):
        kind = random.random()
        if kind < 0.7:  # noqa: PLR2004 - weights
            moves.append(Steps(random.choice(ACTORS), random.choice((random.randint(1, 12), MOST_STEPS)), random.randint(0, 1)))
        elif kind < 0.9:  # noqa: PLR2004 - weights
            moves.append(
                Outside(random.choice(("message", "redelivery", "status", "lease", "takeover", "time", "deadline", "shipment", *get_args(Cut))))
            )
        else:
            moves.append(Mishap(random.choice(ACTORS), random.choice(("crash", "before", "after"))))
    return tuple(moves)
