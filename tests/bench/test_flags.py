from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bench.flags import Flags

if TYPE_CHECKING:
    from bot.bench.stand import Stand
    from tests.bench.conftest import FakeBot

NUMBER = "106540352242922"


def line(customer: str) -> bytes:
    return f'<a id="to-c:{NUMBER}:{customer}">'.encode()


async def test_every_screen_shows_everybody_once(stand: Stand, fake_bot: tuple[FakeBot, int]) -> None:
    assert fake_bot
    flags = Flags(stand, NUMBER, 2)
    await flags.at_rate(50, 0.1)
    both = b"".join(line(asker.id) for asker in stand.askers[:5])
    for agent in (0, 1, 1):
        flags.seen_by(agent)(both, 1e9)
    assert len(flags.latencies) == 10
    assert min(flags.latencies) > 0
    assert await flags.drain(0.1)
    assert flags.faults().total == 0


async def test_who_is_missing_on_a_screen_is_lost(stand: Stand) -> None:
    flags = Flags(stand, NUMBER, 2)
    await flags.at_rate(100, 0.01)
    flags.seen_by(0)(line(stand.askers[0].id), 1e9)
    assert not await flags.drain(0.05)
    assert (flags.faults().lost, flags.faults().examples[0][:27]) == (1, "1 lines were never shown, o")
