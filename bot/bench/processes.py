"""Starting the bot as its own process, waiting for it, weighing it, and stopping it whatever happens."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from time import perf_counter
from typing import TYPE_CHECKING

import bot
from bot.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

_STOP_PATIENCE = 10.0
_POLL = 0.01
_LOG_TAIL = 2_000
_PROC = Path("/proc")
_READY = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


class DidNotStart(UserMistake):
    """A process ended, or did not become ready in time; the text ends with the last lines of its log."""


@dataclass(frozen=True, slots=True)
class Running:
    """A process of ours; ``seconds_to_ready`` is the time from its start to its first good answer."""

    pid: int
    seconds_to_ready: float


def free_port() -> int:
    """Return a TCP port of 127.0.0.1 that nobody listens on at this moment."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Return an environment with nothing in it but ``settings`` and what Python needs to find this package."""
    checkout = str(Path(bot.__file__).parent.parent)
    return {"PATH": os.defpath, "PYTHONPATH": checkout, "PYTHONUTF8": "1", **settings}


@asynccontextmanager
async def running(
    arguments: Sequence[str], settings: Mapping[str, str], folder: Path, port: int, patience: float = 30.0, module: str = "bot"
) -> AsyncIterator[Running]:
    """Run ``python -m <module> <arguments>`` in ``folder`` until the block ends; enter the block when it is ready.

    Raises ``DidNotStart`` when ``/readyz`` on ``port`` gives no 200 within ``patience`` seconds.
    """
    log = _log_file(folder, arguments[0])
    start = perf_counter()
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            *arguments,
            cwd=folder,
            env=clean_environment(settings),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        await _until_ready(process, port, patience, log)
        yield Running(process.pid, perf_counter() - start)
    finally:
        await _stop(process)


async def _until_ready(process: asyncio.subprocess.Process, port: int, patience: float, log: Path) -> None:
    until = perf_counter() + patience
    while not await is_ready(port):
        if process.returncode is not None or perf_counter() > until:
            what = "is not ready" if process.returncode is None else f"ended with {process.returncode}"
            raise DidNotStart(f"the bot {what} after {patience:.0f} s at most; its log ends with:\n{_tail(log)}")
        await asyncio.sleep(_POLL)


def _log_file(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.log"


def _tail(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-_LOG_TAIL:]


async def is_ready(port: int) -> bool:
    """Tell whether ``/readyz`` answers 200."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    try:
        writer.write(_READY)
        return (await reader.readline()).split(b" ")[1:2] == [b"200"]
    except OSError:
        return False
    finally:
        writer.close()


async def _stop(process: asyncio.subprocess.Process) -> None:
    """Ask the process to end, then make it and its children end: its session is its own."""
    try:
        with suppress(ProcessLookupError):
            process.terminate()
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), _STOP_PATIENCE)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


def resident_bytes(pid: int, proc: Path = _PROC) -> int | None:
    """Return the resident memory of a process, ``None`` where the system has no ``/proc``."""
    found = re.search(r"^VmRSS:\s+(\d+) kB$", _read(proc / str(pid) / "status"), re.MULTILINE)
    return int(found[1]) * 1024 if found else None


def processor_seconds(pid: int, proc: Path = _PROC) -> float | None:
    """Return the processor time that a process has used, by user and system, ``None`` where the system has no ``/proc``."""
    # The second field, the command in brackets, may hold spaces; utime and stime are fields 14 and 15 (man 5 proc).
    fields = _read(proc / str(pid) / "stat").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
