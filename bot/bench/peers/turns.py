"""Wasla and its peers, each with an offline Graph of its own in another process, asked in turns by one load."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from bot.bench.crowd import crowd
from bot.bench.dialogue import Dialogue
from bot.bench.http import Pool
from bot.bench.peers.ear import far_away
from bot.bench.peers.report import Side
from bot.bench.processes import free_port, resident_bytes, running
from bot.bench.stand import Stand, stand
from bot.bench.wall import now
from bot.bench.webhooks import Number, Webhooks

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from bot.bench.meter import Meter

PEERS = {"aiohttp": "bot.bench.peers.bare", "pywa": "bot.bench.peers.with_pywa"}
OURS = "Wasla"


@dataclass(frozen=True, slots=True)
class Turns:
    """How long it goes: ``rounds`` times, each side answers ``rate`` a second and then ``width`` at a time, for ``seconds`` each."""

    rounds: int = 5
    seconds: float = 4.0
    rate: float = 200.0
    width: int = 64
    customers: int = 2_000
    patience: float = 10.0


FULL = Turns()
SHORT = Turns(rounds=2, seconds=1.5)


@asynccontextmanager
async def peer(folder: Path, module: str, turns: Turns) -> AsyncIterator[Stand]:
    """Run a peer while the block runs; raises ``DidNotStart``."""
    number, port = Number(), free_port()
    async with AsyncExitStack() as stack:
        ear = await stack.enter_async_context(far_away())
        arguments = [str(port), ear.url, number.app_secret, number.access_token, number.phone_number_id]
        process = await stack.enter_async_context(running(arguments, {}, folder, port, module=module))
        pool = await Pool.open("127.0.0.1", port, turns.width)
        stack.push_async_callback(pool.close)
        yield Stand(process, ear, pool, Webhooks(number, f"127.0.0.1:{port}", now), crowd(turns.customers), "", 0, port)


@asynccontextmanager
async def wasla(folder: Path, turns: Turns) -> AsyncIterator[Stand]:
    """Run Wasla with its database while the block runs; raises ``DidNotStart`` or ``DatabaseDown``."""
    async with far_away() as ear, stand(folder, customers=turns.customers, connections=turns.width, far_end=ear) as on:
        yield on


@asynccontextmanager
async def everybody(folder: Path, turns: Turns) -> AsyncIterator[dict[str, Stand]]:
    """Run the peers and Wasla while the block runs; raises ``DidNotStart`` or ``DatabaseDown``."""
    async with AsyncExitStack() as stack:
        stands = {name: await stack.enter_async_context(peer(folder / module, module, turns)) for name, module in PEERS.items()}
        stands[OURS] = await stack.enter_async_context(wasla(folder / OURS, turns))
        yield stands


async def compare(stands: Mapping[str, Stand], turns: Turns, meter: Meter) -> list[Side]:
    """Ask everybody in turns and return their figures, in the same order."""
    sides, dialogues = {name: Side(name) for name in stands}, {name: Dialogue(on) for name, on in stands.items()}
    for name in stands:
        async with meter.running(f"{name}: warming up", turns.seconds):
            await dialogues[name].at_rate(turns.rate / 2, turns.seconds)
            await dialogues[name].drain(turns.patience)
    async with meter.running("in turns", turns.rounds * turns.seconds * 2 * len(stands)):
        for _ in range(turns.rounds):
            for name, side in sides.items():
                await _turn(side, dialogues[name], turns)
    for name, on in stands.items():
        sides[name].resident = sum(resident_bytes(pid) or 0 for pid in (on.bot.pid, on.database_pid) if pid)
        sides[name].faults = dialogues[name].faults()
    return list(sides.values())


async def _turn(side: Side, dialogue: Dialogue, turns: Turns) -> None:
    await dialogue.at_rate(turns.rate, turns.seconds, side.calm)
    await dialogue.drain(turns.patience)
    before, start = dialogue.processor_seconds(), perf_counter()
    _, seen = await dialogue.in_flight(turns.width, turns.seconds)
    # Who is slow has answers under way when the time is over: they count, and so does the time that they take.
    await dialogue.drain(turns.patience)
    side.rates.append(len(seen.answers) / (perf_counter() - start))
    # Bot and database: the load's own is the same for all.
    side.spent += [after - earlier for earlier, after in zip(before[:2], dialogue.processor_seconds()[:2], strict=True)]
    side.answered += len(seen.answers)
    side.refused += seen.refused
