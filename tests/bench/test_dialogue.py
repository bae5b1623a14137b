from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.bench.dialogue import Dialogue
from bot.bench.pacing import until
from bot.bench.questions import Faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.bench.crowd import Asker
    from bot.bench.stand import Stand

    from .conftest import FakeBot


def twice(asker: Asker) -> list[str]:
    return [f"Order {asker.order_number}"] * 2


def never(asker: Asker) -> list[str]:
    return [f"Order {asker.order_number}"] if int(asker.order_number) % 10 else []


def another(asker: Asker) -> list[str]:
    return [f"Order {int(asker.order_number) + 1}"]


async def test_a_good_bot_has_no_faults_at_a_rate(stand: Stand) -> None:
    dialogue = Dialogue(stand)
    phase = await dialogue.at_rate(400, 0.1)
    assert await dialogue.drain(30)
    assert (len(phase.answers), len(phase.acknowledgements), phase.refused) == (40, 40, 0)
    assert dialogue.faults() == Faults()


async def test_a_good_bot_has_no_faults_flat_out(stand: Stand) -> None:
    dialogue = Dialogue(stand)
    rate, phase = await dialogue.in_flight(5, 0.1)
    assert rate > 0
    assert await dialogue.drain(30)
    assert len(phase.answers) == phase.asked > 5


@pytest.mark.parametrize(("replies", "fault"), [(twice, "twice"), (never, "lost"), (another, "wrong")])
async def test_a_bad_bot_is_found_out(stand: Stand, fake_bot: tuple[FakeBot, int], replies: Callable[[Asker], list[str]], fault: str) -> None:
    fake_bot[0].replies = replies
    dialogue = Dialogue(stand)
    await dialogue.at_rate(400, 0.1)
    await dialogue.drain(0.3 if fault == "lost" else 30)
    assert await until(lambda: dialogue.faults().total > 0, 30)
    faults = dialogue.faults()
    assert getattr(faults, fault) == faults.total > 0


async def test_a_refusing_bot_loses_nothing(stand: Stand, fake_bot: tuple[FakeBot, int]) -> None:
    fake_bot[0].status = 503
    dialogue = Dialogue(stand)
    phase = await dialogue.at_rate(100, 0.1)
    assert await dialogue.drain(30)
    assert (phase.refused, dialogue.faults().lost) == (10, 0)


async def test_statuses_come_back_for_every_send(stand: Stand, fake_bot: tuple[FakeBot, int]) -> None:
    dialogue = Dialogue(stand, statuses=("sent", "delivered"))
    await dialogue.at_rate(100, 0.05)
    assert await until(lambda: dialogue.statuses_acknowledged == 10, 30)
    assert sorted(fake_bot[0].statuses) == ["delivered"] * 5 + ["sent"] * 5
