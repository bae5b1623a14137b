"""One run: the load, the faults of the plan, the calm afterwards, and the verdict."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final, cast

from pymongo.errors import PyMongoError

from bot.simulator.world import wall_clock
from tests.faults import shop, whatsapp
from tests.faults.check import violations
from tests.faults.evidence import Shift
from tests.faults.journal import Journal, Reader
from tests.faults.plan import PROXIES, REPLICAS
from tests.faults.snapshot import Books, evidence_of
from tests.faults.stand import standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.crash.conftest import BotProcess
    from tests.faults.check import Violation
    from tests.faults.evidence import Evidence
    from tests.faults.plan import Fault
    from tests.faults.proxy import Trouble
    from tests.faults.stand import Stand

NO_TROUBLE: Final[dict[str, object]] = {"http_500": 0.0, "fail": {}, "duplicates": 0.0, "reorder": 0}
TIMELINE: Final = "faults.jsonl"
# While something moves the calm goes on; once nothing has for so long, and nothing is about to, what is left is left for good.
STILL: Final = 45.0
# The outbox waits for instants that are known; no clock is moved so far, and nobody is away so long, that it would wait longer.
LONGEST_CALM: Final = 600.0
# Statuses are the proof that WhatsApp reaches us: without any an outcome stays open for half an hour.
TRICKLE: Final = 1.0
LOOK_EVERY: Final = 0.5


@dataclass(frozen=True)
class Load:
    """How much happens: a second, and seconds until an outcome that nobody knows is decided."""

    messages: float = 8.0
    events: float = 4.0
    deadline: float = 8.0


@dataclass(slots=True)
class Tally:
    """What can be counted while it runs."""

    counts: Counter[str] = field(default_factory=Counter)
    phase: str = "start"

    def add(self, what: str, count: int = 1) -> None:
        """Count something."""
        self.counts[what] += count


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended."""

    evidence: Evidence
    violations: tuple[Violation, ...]
    counts: Counter[str]
    seconds: float


class Run:
    """Does what a plan says to a stand and remembers when."""

    def __init__(self, stand: Stand, tally: Tally) -> None:
        self._stand = stand
        self._tally = tally
        self._timeline = Journal(stand.folder / TIMELINE)
        self._readers = [Reader(stand.folder / whatsapp.JOURNAL), Reader(stand.folder / shop.JOURNAL)]
        self._open: set[str] = set()
        self.shifts: list[Shift] = []

    async def faults(self, plan: Sequence[Fault]) -> None:
        """Let everything happen in its time."""
        begin = asyncio.get_running_loop().time()
        async with asyncio.TaskGroup() as group:
            for fault in plan:
                group.create_task(self._happens(fault, begin))

    async def _happens(self, fault: Fault, begin: float) -> None:
        now = asyncio.get_running_loop().time
        await asyncio.sleep(max(0.0, begin + fault.at - now()))
        self._timeline.add("begin", at=wall_clock(), fault=asdict(fault))
        self._tally.add(f"fault {fault.kind}")
        began = wall_clock()
        await self._begin(fault)
        await asyncio.sleep(max(0.0, begin + fault.until - now()))
        await self._end(fault)
        if fault.kind == "clock":
            self.shifts.append(Shift(began, wall_clock(), round(fault.amount * 1_000)))
        self._timeline.add("end", at=wall_clock(), fault=asdict(fault))

    async def _begin(self, fault: Fault) -> None:
        stand = self._stand
        if fault.target in PROXIES:
            stand.proxies[fault.target].begin(cast("Trouble", fault.kind), fault.amount)
            return
        match fault.kind:
            case "kill":
                await stand.kill(fault.target)
            case "pause":
                stand.signal(fault.target, signal.SIGSTOP)
            case "full_disk":
                stand.fill_disk(full=True)
            case "clock":
                stand.move_clock(fault.target, round(fault.amount * 1_000))
            case "flood":
                floods = stand.orders.floods
                stand.tell(floods=floods | {fault.target: floods.get(fault.target, 0) + 1}, switches=NO_TROUBLE | {"duplicates": 0.5, "reorder": 8})
            case _:
                stand.tell(switches=NO_TROUBLE | _SWITCHES[fault.kind])

    async def _end(self, fault: Fault) -> None:
        stand = self._stand
        if fault.target in PROXIES:
            stand.proxies[fault.target].end()
            return
        match fault.kind:
            case "kill":
                await stand.start(fault.target)
            case "pause":
                stand.signal(fault.target, signal.SIGCONT)
            case "full_disk":
                stand.fill_disk(full=False)
            case "clock":
                stand.move_clock(fault.target, 0)
            case _:
                stand.tell(switches=NO_TROUBLE)

    async def keep_up(self) -> None:
        """Count what the far ends write down, and start what has ended by itself, for ever."""
        while True:
            self._count()
            for target in REPLICAS:
                await self._stand.keep_running(target)
            await asyncio.sleep(LOOK_EVERY)

    def _count(self) -> None:
        for reader in self._readers:
            for entry in reader.new():
                what = entry["what"] if entry["what"] == "said" else f"{entry['what']} {entry.get('kind', '')}".strip()
                self._tally.add(what)
                if entry["what"] == "told":
                    self._open.add(entry["id"])
                elif entry["what"] in {"taken", "dropped"}:
                    self._open.discard(entry["id"])

    async def calm(self, books: Books) -> bool:
        """Wait until everything is finished, as long as it goes on; tell whether it was."""
        self._stand.tell(messages=TRICKLE, events=0.0)
        finished = await self._finish(books, await self._left(books))
        # From here on nothing new is begun, and what the trickle has left follows within moments.
        self._stand.tell(messages=0.0)
        return finished and await self._finish(books, None)

    async def _finish(self, books: Books, old: frozenset[str] | None) -> bool:
        """Wait until these are finished, or everything; whatever is known to wait for an instant is waited for."""
        now = asyncio.get_running_loop().time
        least, moved_at, until = old, now(), now() + LONGEST_CALM
        while now() < until and now() - moved_at < STILL:
            await asyncio.sleep(LOOK_EVERY)
            left = await self._left(books)
            still = left if old is None else left & old
            self._tally.phase = f"calm: {len(still)} to finish"
            if not still:
                return True
            if least is None or len(still) < len(least) or await self._waits(books):
                least, moved_at = still, now()
        return False

    async def _left(self, books: Books) -> frozenset[str]:
        with suppress(PyMongoError):
            return frozenset(self._open).union(*(await books.open()).values())
        return frozenset(self._open) | {"the database"}

    async def _waits(self, books: Books) -> bool:
        with suppress(PyMongoError):
            return await books.next_look() > wall_clock()
        return False


_SWITCHES: Final[dict[str, dict[str, object]]] = {
    "server_errors": {"http_500": 0.7},
    "throttle": {"fail": {"130429": 0.8}},
    "token": {"fail": {"190": 1.0}},
}


async def _end(bot: BotProcess) -> None:
    """End a replica in order; what hangs is killed, and its leases tell of it."""
    try:
        async with asyncio.timeout(STILL):
            await bot.end()
    except TimeoutError:
        await bot.kill()


async def carry_out(folder: Path, plan: Sequence[Fault], seed: int, seconds: float, load: Load, tally: Tally) -> Outcome:
    """Run everything in ``folder`` and return what came of it."""
    loop = asyncio.get_running_loop()
    people = whatsapp.REGULARS + round((seconds + LONGEST_CALM) * load.messages)
    async with standing(folder, seed, people, load.deadline) as stand:
        run, books, began = Run(stand, tally), Books(stand.database.uri), loop.time()
        tally.phase = "faults"
        async with asyncio.TaskGroup() as group:
            keeping = group.create_task(run.keep_up())
            stand.tell(messages=load.messages, events=load.events, switches=NO_TROUBLE)
            await run.faults(plan)
            await asyncio.sleep(max(0.0, began + seconds - loop.time()))
            tally.phase = "calm"
            await run.calm(books)
            ran = loop.time() - began
            keeping.cancel()
        tally.phase = "shutdown"
        await asyncio.gather(*(_end(bot) for bot in stand.replicas.values()))
        evidence = await evidence_of(folder, books, wall_clock(), run.shifts, round(load.deadline * 1_000))
        books.close()
    return Outcome(evidence, tuple(violations(evidence)), tally.counts, ran)
