"""Schedules: what disturbs the actors when, as plain values that can be drawn, played, made shorter and printed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from random import Random
from typing import TYPE_CHECKING, Literal, get_args

from hypothesis import strategies as st

from tests.protocol.desks import Rules
from tests.protocol.far_end import Cut
from tests.protocol.gates import Loop, Trouble
from tests.protocol.world import ACTORS, FaultFound, World

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

Happening = Literal["message", "shipment", "redelivery", "status", "status again", "lease", "takeover", "time", "deadline"]
TO_THE_END = 100


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
    what: Literal["crash"] | Trouble


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
        case Mishap(actor, what):
            await (world.crash(actor) if what == "crash" else world.trouble(actor, what))
        case Outside(what, which):
            await _happen(world, what, which)


async def _happen(world: World, what: Happening | Cut, which: int) -> None:
    happenings: dict[str, Callable[[], Awaitable[None]]] = {
        "message": world.receive_message,
        "shipment": world.receive_shipment,
        "redelivery": partial(world.redeliver, which),
        "status": partial(world.receive_status, which),
        "status again": partial(world.repeat_status, which),
        "lease": world.move_lease,
        "takeover": world.take_over,
        "time": world.wait_a_little,
        "deadline": world.wait_long,
        **{cut: partial(world.cut, cut) for cut in get_args(Cut)},
    }
    await happenings[what]()


async def _play(schedule: Sequence[Move], rules: Rules, worlds: list[World]) -> None:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, Loop)
    async with asyncio.TaskGroup() as group:
        world = World(loop, group, rules)
        worlds.append(world)
        await world.begin()
        for move in schedule:
            await _move(world, move)
        await world.come_to_rest()
        world.end()


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


@dataclass(frozen=True, slots=True)
class Alphabet:
    """What schedules are made of. A search for one fault needs few letters; without a choice everything happens."""

    actors: tuple[str, ...] = ACTORS
    outside: tuple[Happening | Cut, ...] = (*get_args(Happening), *get_args(Cut))
    mishaps: tuple[Trouble | Literal["crash"], ...] = ("crash", "before", "after")


def schedules(alphabet: Alphabet, most: int = 24) -> st.SearchStrategy[Schedule]:
    """Return schedules for hypothesis; they begin with something to do."""
    actors = st.sampled_from(alphabet.actors)
    steps = st.builds(Steps, actors, st.integers(1, 12) | st.just(TO_THE_END), st.integers(0, 1))
    outside = st.builds(Outside, st.sampled_from(alphabet.outside), st.integers(0, 3))
    moves = st.one_of(steps, steps, outside, st.builds(Mishap, actors, st.sampled_from(alphabet.mishaps)))
    beginnings = st.sampled_from((Outside("message"), Outside("shipment")))
    return st.builds(lambda first, rest: (first, *rest), beginnings, st.lists(moves, min_size=4, max_size=most))


def random_schedule(seed: int, alphabet: Alphabet) -> Schedule:
    """Return the schedule of a number: long runs of few actors, with little from outside between them."""
    random = Random(seed)  # noqa: S311 - the same schedules every time
    moves: list[Move] = [Outside("message")]
    for _ in range(random.randint(2, 14)):
        kind = random.choices(("steps", "outside", "mishap"), (14, 4, 2))[0]
        if kind == "steps":
            moves.append(Steps(random.choice(alphabet.actors), random.choice((random.randint(1, 12), TO_THE_END)), random.randint(0, 1)))
        elif kind == "outside" and alphabet.outside:
            moves.append(Outside(random.choice(alphabet.outside), random.randint(0, 3)))
        elif alphabet.mishaps:
            moves.append(Mishap(random.choice(alphabet.actors), random.choice(alphabet.mishaps)))
    return tuple(moves)


def search(rules: Rules, alphabet: Alphabet, most: int = 2_000) -> Schedule | None:
    """Return the shortest way to a fault that begins at the first of many schedules that leads to one; always the same."""
    for seed in range(most):
        schedule = random_schedule(seed, alphabet)
        if play(schedule, rules).fault:
            return shortest(schedule, rules)
    return None


ANY_NUMBER = 0
MOST_TRIED = 14


def search_plot(plot: Schedule, rules: Rules) -> Schedule | None:
    """Return the shortest way to a fault along a plot: each of its ``ANY_NUMBER`` of steps is tried from 1 to ``MOST_TRIED``."""
    blanks = [move for move in plot if isinstance(move, Steps) and move.steps == ANY_NUMBER]
    for numbers in sorted(product(range(1, MOST_TRIED + 1), repeat=len(blanks)), key=sum):
        left = iter(numbers)
        schedule = tuple(replace(move, steps=next(left)) if isinstance(move, Steps) and move.steps == ANY_NUMBER else move for move in plot)
        if play(schedule, rules).fault:
            return shortest(schedule, rules)
    return None


def shortest(schedule: Schedule, rules: Rules) -> Schedule:
    """Leave out and shorten whatever is not needed for the fault."""
    before: Schedule | None = None
    while schedule != before:
        before = schedule
        for place in reversed(range(len(before))):
            schedule = next((shorter for shorter in _shorter(schedule, place) if play(shorter, rules).fault), schedule)
    return schedule


def _shorter(schedule: Schedule, place: int) -> Iterator[Schedule]:
    """Return the schedules with less at a place: nothing there, or fewer steps."""
    head, move, tail = schedule[:place], schedule[place], schedule[place + 1 :]
    yield head + tail
    if isinstance(move, Steps):
        for steps in sorted({1, move.steps // 4, move.steps // 2, min(move.steps, MOST_TRIED) - 1} - {0, move.steps}):
            yield (*head, replace(move, steps=steps, index=0), *tail)
