"""Turns and shares of the growth figure, against the bot in a few lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.bench.dialogue import Dialogue
from bot.bench.figures.growing import Shop, in_turns
from bot.bench.plan import FULL, SHORT
from bot.bench.processes import Running

if TYPE_CHECKING:
    from pathlib import Path

    from bot.bench.meter import Meter
    from bot.bench.stand import Stand

PLAN = replace(FULL, rounds=3, turn=0.1, warm_up=0.1, patience=5)


@pytest.fixture
def shops(tmp_path: Path) -> list[Shop]:
    return [Shop(1_000, tmp_path, ()), Shop(10_000, tmp_path, ())]


async def test_every_shop_is_asked_the_same_number_of_times(stand: Stand, shops: list[Shop], meter: Meter) -> None:
    await in_turns(shops[:1], [Dialogue(stand)], PLAN, meter)
    assert shops[0].phase.asked == len(shops[0].phase.answers) == 15
    assert shops[1].phase.asked == 0


async def test_what_warms_up_is_not_counted(stand: Stand, shops: list[Shop], meter: Meter) -> None:
    dialogue = Dialogue(stand)
    await in_turns(shops[:1], [dialogue], replace(PLAN, rounds=0), meter)
    assert shops[0].phase.answers == []
    assert shops[0].spent == (0.0, 0.0)


async def test_a_shop_tells_what_it_came_to(stand: Stand, shops: list[Shop]) -> None:
    shop = shops[0]
    shop.starts += [3.0, 1.0]
    await shop.ask(Dialogue(stand), PLAN)
    size = shop.figures(replace(stand, bot=Running(1, 2.0)))
    assert (size.customers, size.answers.count, size.ready) == (1_000, 5, 2.0)


async def test_the_load_itself_costs_nothing_of_a_message(stand: Stand, shops: list[Shop]) -> None:
    # Neither process of this stand does anything: what this one spends is the load's.
    await shops[0].ask(Dialogue(replace(stand, bot=Running(0, 0.5), database_pid=0)), PLAN)
    assert shops[0].spent == (0.0, 0.0)


def test_both_plans_have_ends_to_compare() -> None:
    assert (FULL.sizes[0], FULL.sizes[-1]) == (1_000, 1_000_000)
    assert (SHORT.sizes[0], SHORT.sizes[-1]) == (1_000, 30_000)
    # There and back: with an odd number one would always be asked first.
    assert FULL.rounds % 2 == SHORT.rounds % 2 == 0
