"""What growth costs: shops of several sizes side by side, asked in turns so that whatever disturbs one disturbs them all."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from bot.bench.dialogue import Dialogue
from bot.bench.growth.fill import fill
from bot.bench.growth.report import Size, rows
from bot.bench.processes import free_port, resident_bytes, running
from bot.bench.questions import Faults, Phase
from bot.bench.report import Result
from bot.bench.stand import Stand, settings, stand
from bot.bench.wall import now
from bot.bench.webhooks import Number
from bot.db import open_database
from bot.db.embedded import start_embedded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bot.bench.crowd import Asker
    from bot.bench.meter import Meter
    from bot.bench.plan import Plan

# So few that nobody waits for another: what is measured is a message and not a queue.
_RATE = 50
_CONNECTIONS = 64
# Where a shop has so many who write, hardly anybody asks twice: what is read is then as cold as it is in a large shop.
_ASKERS = 4_000
_NOWHERE = "http://127.0.0.1:9"


@dataclass(slots=True)
class Shop:
    """One size while it is measured; ``spent`` are processor seconds of bot and database."""

    size: int
    folder: Path
    askers: tuple[Asker, ...]
    starts: list[float] = field(default_factory=list)
    phase: Phase = field(default_factory=Phase)
    spent: tuple[float, float] = (0.0, 0.0)

    async def ask(self, dialogue: Dialogue, plan: Plan) -> None:
        """Ask for one turn and wait for the answers."""
        before = dialogue.processor_seconds()
        await dialogue.at_rate(_RATE, plan.turn, self.phase)
        await dialogue.drain(plan.patience)
        bot, database = (after - earlier for earlier, after in zip(before[:2], dialogue.processor_seconds()[:2], strict=True))
        self.spent = (self.spent[0] + bot, self.spent[1] + database)

    def figures(self, on: Stand) -> Size:
        """Return what came out."""
        answers, ready = self.phase.summary()[0], median([*self.starts, on.bot.seconds_to_ready])
        return Size(self.size, answers, self.spent, ready, resident_bytes(on.bot.pid), resident_bytes(on.database_pid))


async def measure(folder: Path, plan: Plan, meter: Meter) -> Result:
    """Fill a database for each size and start the bot on each ``starts`` times, then let all of them answer in turns."""
    shops = [await _filled(folder / str(size), size, plan, meter) for size in plan.sizes]
    async with AsyncExitStack() as stack:
        # The last start is the one that is asked.
        stands = [await stack.enter_async_context(stand(shop.folder, customers=0, connections=_CONNECTIONS, known=shop.askers)) for shop in shops]
        dialogues = [Dialogue(on) for on in stands]
        await in_turns(shops, dialogues, plan, meter)
        faults = Faults()
        for dialogue in dialogues:
            faults.add(dialogue.faults())
        sizes = [shop.figures(on) for shop, on in zip(shops, stands, strict=True)]
    return Result(rows(sizes, _RATE), faults)


async def _filled(folder: Path, size: int, plan: Plan, meter: Meter) -> Shop:
    embedded = await start_embedded(folder / "database")
    try:
        database = await open_database(embedded.uri)
        async with meter.counting(f"growth: a shop with {size:,} customers", size) as wrote:
            askers = await fill(database, size, now(), _ASKERS, wrote)
        await database.close()
        return Shop(size, folder, askers, [await _start(folder, embedded.uri) for _ in range(plan.starts - 1)])
    finally:
        await embedded.stop()


async def _start(folder: Path, uri: str) -> float:
    port = free_port()
    environment = {**settings(Number(), _NOWHERE, port), "WASLA_MONGODB_URI": uri}
    async with running(["serve"], environment, folder, port) as bot:
        return bot.seconds_to_ready


async def in_turns(shops: list[Shop], dialogues: list[Dialogue], plan: Plan, meter: Meter) -> None:
    """Warm all of them up, then ask them ``rounds`` times in turn."""
    async with meter.running("growth: warming up", plan.warm_up):
        for dialogue in dialogues:
            await dialogue.at_rate(_RATE, plan.warm_up / len(dialogues))
            await dialogue.drain(plan.patience)
    pairs = list(zip(shops, dialogues, strict=True))
    async with meter.running(f"growth: {_RATE} questions/s of each size in turn", plan.rounds * plan.turn * len(shops)):
        for number in range(plan.rounds):
            # There and back, so that what slowly gets slower does not get slower for one of them.
            turns: Iterable[tuple[Shop, Dialogue]] = pairs if number % 2 == 0 else reversed(pairs)
            for shop, dialogue in turns:
                await shop.ask(dialogue, plan)
