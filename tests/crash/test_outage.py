"""The database is away for a while, in the middle of a burst."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.simulator.phone import Phone
from tests.crash.conftest import BotProcess, free_port

if TYPE_CHECKING:
    from bot.simulator.world import World

pytestmark = [pytest.mark.embedded, pytest.mark.slow]
MESSAGES = 300


class Server:
    """A database server of its own, as in production, on one port and one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        self.uri = f"mongodb://127.0.0.1:{self.port}/?directConnection=true"
        self._process: subprocess.Popen[bytes] | None = None
        self._starts = 0

    async def start(self) -> None:
        """Start it and return once it listens."""
        self._starts += 1
        command: list[str | Path] = [Path(sys.executable).with_name("nx-27017"), "--data-dir", self._folder, "--port", str(self.port)]
        command += ["--pid-file", self._folder.with_name(f"pid{self._starts}"), "--log-file", self._folder.with_name("server.log")]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: ASYNC220, S603 - ours
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


async def test_senders_are_told_to_repeat_and_everything_is_answered_once(world: World, tmp_path: Path) -> None:
    server = Server(tmp_path / "db")
    await server.start()
    bot = BotProcess(tmp_path, world.graph_url, WASLA_MONGODB_URI=server.uri, WASLA_REPLY_PAUSE="0", WASLA_UNKNOWN_DEADLINE="15")  # type: ignore[attr-defined]
    world.bot_url = bot.url
    try:
        await bot.start()
        for n in range(MESSAGES):
            Phone(world, f"p{n}").says("where is my order")
            await asyncio.sleep(0.01)
            if n == MESSAGES // 3:
                server.kill()
        await asyncio.sleep(4)
        assert "could not be stored" in bot.log()
        await server.start()
        await world.wait_for(lambda sent: len({one.to for one in sent}) == MESSAGES, timeout=60)
        await asyncio.sleep(17)
        assert len(world.sent) == MESSAGES
    finally:
        await bot.end()
        server.kill()
