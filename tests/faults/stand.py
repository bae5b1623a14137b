"""Everything that a run consists of: the processes, the proxies between them, and what can be done to each."""

from __future__ import annotations

import asyncio
import os
import random
import resource
import signal
import sys
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.db.embedded import Embedded, start_embedded
from tests.crash.conftest import BotProcess, free_port
from tests.faults import shop, whatsapp
from tests.faults.orders import ORDERS, Orders
from tests.faults.plan import REPLICAS
from tests.faults.proxy import Address, Proxy
from tests.faults.replica import SHIFT, set_shift

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.faults.plan import Target

ROOT: Final = Path(__file__).parents[2]
# What a full disk still lets through: a write below this place in a file that is there already.
DISK_IS_FULL: Final = 65_536
TRIES: Final = 20
PATIENCE: Final = 4


class FarEnd:
    """A far end as a child, which goes on where it was when it is started again."""

    def __init__(self, log: Path, module: str, *arguments: object) -> None:
        self._log = log
        self._command = ["-m", module, *map(str, arguments)]
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it; whoever wants something of it tries until it is there."""
        with self._log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(sys.executable, *self._command, cwd=ROOT, stdout=log, stderr=log)

    async def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()


@dataclass(slots=True)
class Stand:
    """The parts by the names that plans use; ``orders`` is what the far ends are told at present."""

    folder: Path
    database: Embedded
    replicas: dict[Target, BotProcess]
    far_ends: dict[Target, FarEnd]
    proxies: dict[Target, Proxy]
    orders: Orders
    full: tuple[int, int] = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)

    def tell(self, **changes: object) -> None:
        """Tell the far ends something else from now on."""
        self.orders = replace(self.orders, **changes)  # type: ignore[arg-type]  # the fields of Orders, as its constructor checks
        self.orders.write(self.folder / ORDERS)

    def pid(self, target: Target) -> int | None:
        """Return the process id of whoever this is, ``None`` while it does not run."""
        if target == "database":
            return self.database.pid
        process = (self.replicas.get(target) or self.far_ends[target]).process
        return process.pid if process is not None and process.returncode is None else None

    def signal(self, target: Target, number: signal.Signals) -> None:
        """Send a signal, if there is somebody to get it."""
        if (pid := self.pid(target)) is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    async def kill(self, target: Target) -> None:
        """End a process as a power cut would."""
        if target == "database":
            self.signal(target, signal.SIGKILL)
            await self.database.wait()
        else:
            await (self.replicas.get(target) or self.far_ends[target]).kill()

    async def start(self, target: Target) -> None:
        """Start a process again."""
        if target == "database":
            await self.database.restart()
        elif target in self.replicas:
            await self.replicas[target].start(wait=False)
        else:
            await self.far_ends[target].start()

    async def keep_running(self, target: Target) -> None:
        """Start a replica again whenever it ends by itself, as a service manager does; a replica that can't start tries again."""
        process = self.replicas[target].process
        if process is not None and process.returncode is not None and process.returncode != -signal.SIGKILL:
            await self.start(target)

    def fill_disk(self, *, full: bool) -> None:
        """Let the database's files grow no more (``RLIMIT_FSIZE`` by prlimit(2): needs no rights and no hook), or let them grow again."""
        most = DISK_IS_FULL if full else resource.RLIM_INFINITY
        with suppress(ProcessLookupError):
            resource.prlimit(self.database.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    def move_clock(self, target: Target, milliseconds: int) -> None:
        """Move a replica's clock to so far from the true one."""
        set_shift(_clock_file(self.folder, target), milliseconds)


def _clock_file(folder: Path, target: Target) -> Path:
    return folder / f"{target}.clock"


@asynccontextmanager
async def standing(folder: Path, seed: int, people: int, deadline: float) -> AsyncIterator[Stand]:
    """Start everything but the load, and end everything that is still there when the block ends."""
    dice = random.Random(f"{seed}:proxies")  # noqa: S311 - guards nothing
    async with AsyncExitStack() as stack:
        database = await start_embedded(folder / "database")
        stack.push_async_callback(database.stop)
        graph_port = free_port()
        wire = Proxy([Address("127.0.0.1", int(database.uri.rpartition(":")[2].partition("/")[0]))], dice)
        graph = Proxy([Address("127.0.0.1", graph_port)], dice)
        for proxy in (wire, graph):
            await proxy.start()
            stack.push_async_callback(proxy.stop)
        replicas = {target: _replica(folder, target, wire, graph, deadline) for target in REPLICAS}
        door = Proxy([Address("127.0.0.1", bot.port) for bot in replicas.values()], dice)
        await door.start()
        stack.push_async_callback(door.stop)
        url = f"http://127.0.0.1:{door.port}"
        far_ends: dict[Target, FarEnd] = {
            "whatsapp": FarEnd(folder / "whatsapp.log", whatsapp.__name__, folder, graph_port, url, seed, people),
            "shop": FarEnd(folder / "shop.log", shop.__name__, folder, url, seed, people),
        }
        stand = Stand(folder, database, replicas, far_ends, {"wire": wire, "graph": graph, "door": door}, Orders())
        stand.tell()
        for target in (*far_ends, *replicas):
            stack.push_async_callback(stand.kill, target)
        for far_end in far_ends.values():
            await far_end.start()
        await _learn_templates(replicas["first"])
        for target, bot in replicas.items():
            stand.move_clock(target, 0)
            await bot.start(wait=False)
        await asyncio.gather(*(_ready(bot) for bot in replicas.values()))
        yield stand


def _replica(folder: Path, target: Target, wire: Proxy, graph: Proxy, deadline: float) -> BotProcess:
    own = folder / target
    own.mkdir()
    settings = {
        "WASLA_MONGODB_URI": f"mongodb://127.0.0.1:{wire.port}/?directConnection=true",
        "WASLA_REPLY_PAUSE": "0",
        "WASLA_UNKNOWN_DEADLINE": str(deadline),
        "WASLA_STANDARD_SECRET": shop.SECRET,
        SHIFT: str(_clock_file(folder, target)),
    }
    return BotProcess(own, f"http://127.0.0.1:{graph.port}/simulator/graph", "-m", "tests.faults.replica", **settings)


async def _ready(bot: BotProcess) -> None:
    """Wait until a replica is ready; on a machine that is busy elsewhere that takes its time."""
    for _ in range(PATIENCE):
        with suppress(TimeoutError):
            return await bot.ready()
    return await bot.ready()


async def _learn_templates(bot: BotProcess) -> None:
    """Read the templates before anything is announced: by itself the bot does it some seconds after its start."""
    for _ in range(TRIES):
        if b"approved" in (await bot.command("templates", "sync")).lower():
            return
        await asyncio.sleep(0.5)
    raise TimeoutError("the offline WhatsApp has no templates")
