from __future__ import annotations

from bot.bench.ramp import Step, climb
from bot.bench.stats import Summary

NOTHING = Summary(0, 0.0, 0.0, 0.0)


class Server:
    """Holds every rate up to ``limit``; the ``hiccups`` first attempts fail whatever the rate."""

    def __init__(self, limit: float, hiccups: int = 0) -> None:
        self.limit = limit
        self.hiccups = hiccups
        self.tried: list[float] = []

    async def attempt(self, rate: float) -> Step:
        self.tried.append(rate)
        held = rate <= self.limit and len(self.tried) > self.hiccups
        return Step(rate, held, NOTHING, NOTHING)


async def test_the_climb_stops_where_it_no_longer_holds() -> None:
    server = Server(450)
    best = await climb(server.attempt, 100, 2, 0)
    assert best is not None
    assert best.rate == 400


async def test_halving_comes_closer() -> None:
    server = Server(650)
    best = await climb(server.attempt, 100, 2, 2)
    assert best is not None
    assert best.rate == 600
    assert server.tried == [100, 200, 400, 800, 800, 600, 700]


async def test_one_hiccup_does_not_end_it() -> None:
    best = await climb(Server(450, hiccups=1).attempt, 100, 2, 0)
    assert best is not None
    assert best.rate == 400


async def test_below_the_start_halving_still_finds_something() -> None:
    best = await climb(Server(60).attempt, 100, 2, 1)
    assert best is not None
    assert best.rate == 50


async def test_nothing_held_is_no_step() -> None:
    assert await climb(Server(0).attempt, 100, 2, 2) is None


async def test_a_server_without_limits_ends_the_climb_too() -> None:
    best = await climb(Server(1e9).attempt, 300, 10, 0)
    assert best is not None
    assert best.rate == 3_000
