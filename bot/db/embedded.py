"""The embedded database: a child process that speaks MongoDB's protocol over SQLite files, for trying, developing and testing.

It lives exactly as long as the process that started it. The folder belongs to one bot at a time: a lock on it is shared with
the child, so that it is free again only when both have ended. The bot keeps the listening socket, so that nothing but its own
child can answer on the port, and a child that is started again finds the connections that came meanwhile.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bot.db.folder_lock import lock_folder
from bot.errors import DatabaseDown, UserMistake

if TYPE_CHECKING:
    from typing import IO

# Where ``bot`` is: the child finds it there without being told by PYTHONPATH.
ROOT = Path(__file__).parents[2]
READY_WITHIN = 30.0
STOP_WITHIN = 10.0
POLL = 0.02
LOG_LIMIT = 1_000_000
LOG_TAIL = 20


@dataclass(frozen=True, slots=True)
class Ended:
    """How the child ended: its exit status (negative: the signal that killed it) and the last lines of its log."""

    status: int
    log: tuple[str, ...]


class Embedded:
    """A running embedded database; ``start_embedded`` makes it. ``uri`` stays the same when it is restarted.

    It belongs to no event loop: each of its methods may be awaited in another one.
    """

    def __init__(self, folder: Path, lock: int) -> None:
        self._folder = folder.absolute()
        self._log = self._folder / "database.log"
        self._lock = lock
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._process: subprocess.Popen[bytes] | None = None
        self.uri = f"mongodb://127.0.0.1:{self._listener.getsockname()[1]}/?directConnection=true"

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._child.pid

    @property
    def _child(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise DatabaseDown("the embedded database has not been started")
        return self._process

    async def start(self) -> None:
        """Start the child and wait until it answers; ``DatabaseDown`` with its last words when it doesn't."""
        self._process = self._spawn()
        try:
            async with asyncio.timeout(READY_WITHIN):
                ready = await asyncio.to_thread(_pipe(self._process.stdout).readline)
        except TimeoutError:
            ready = b""
        if ready != b"ready\n":
            ended = await self._end_child()
            raise DatabaseDown(f"the embedded database did not start, see {self._log}: {' | '.join(ended.log)}")

    def _spawn(self) -> subprocess.Popen[bytes]:
        if self._log.exists() and self._log.stat().st_size > LOG_LIMIT:
            self._log.replace(self._log.with_suffix(".log.1"))
        with self._log.open("ab") as log:
            # In a session of its own, Ctrl-C in the terminal doesn't reach it: it has to outlive the bot's last writes.
            return subprocess.Popen(  # noqa: S603 - every argument is ours
                [sys.executable, "-m", "bot.embedded", self._folder / "database", str(self._listener.fileno())],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                pass_fds=(self._listener.fileno(), self._lock),
                start_new_session=True,
            )

    async def restart(self) -> None:
        """Start it again on the same port and data, whether it has died or not; clients reconnect by themselves."""
        await self._end_child()
        await self.start()

    async def wait(self) -> Ended:
        """Wait until the child ends, for whatever reason, and say how."""
        child = self._child
        while child.poll() is None:  # noqa: ASYNC110 - a process is no event; a waiting thread would outlive a cancelled task
            await asyncio.sleep(POLL)
        return Ended(child.returncode, self._last_words())

    async def stop(self) -> None:
        """Stop the child and let go of folder and port; stopping twice does nothing."""
        if self._lock < 0:
            return
        lock, self._lock = self._lock, -1
        if self._process is not None:
            await self._end_child()
        self._listener.close()
        os.close(lock)

    async def _end_child(self) -> Ended:
        child = self._child
        # The end of its standard input asks it to close its files and go.
        _pipe(child.stdin).close()
        try:
            async with asyncio.timeout(STOP_WITHIN):
                ended = await self.wait()
        except TimeoutError:
            child.kill()
            ended = await self.wait()
        _pipe(child.stdout).close()
        return ended

    def _last_words(self) -> tuple[str, ...]:
        return tuple(self._log.read_text("utf-8", "replace").splitlines()[-LOG_TAIL:])


async def start_embedded(data_dir: Path) -> Embedded:
    """Start an embedded database on a folder (made if need be) and a free port, ready to be used.

    Raises ``UserMistake`` when the folder can't be used, or is used by another bot, or the extra ``embedded`` isn't installed,
    and ``DatabaseDown`` when the child doesn't start.
    """
    if find_spec("nx_27017") is None:
        raise UserMistake("the embedded database is not installed: pip install 'wasla[embedded]', or set WASLA_MONGODB_URI")
    embedded = Embedded(data_dir, await lock_folder(data_dir))
    try:
        await embedded.start()
    except BaseException:
        await embedded.stop()
        raise
    return embedded


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise DatabaseDown("the embedded database has no pipe to its parent")
    return stream
