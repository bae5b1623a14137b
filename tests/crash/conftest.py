"""A bot in its own process that can be killed at any moment, and the offline WhatsApp in ours."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import aiohttp
import pytest_asyncio
from aiohttp import web

from bot.simulator.app import standalone
from bot.simulator.world import Person, SimNumber, World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

NUMBER = SimNumber("110000000000001", "210000000000001", "+966500000000", "Noor Home", "token", "app secret", throughput="HIGH")
PEOPLE = 1_000
READY_WITHIN = 30.0


def person(n: int) -> Person:
    """Return the n-th customer, whom the store has never heard of."""
    return Person(f"p{n}", f"Customer {n}", "en", f"9665{n + 1:08d}", None, "SA", "default", "Noor Home", NUMBER.phone_number_id)


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


class BotProcess:
    """``wasla serve`` as a child, on one port and one folder through all its lives."""

    def __init__(self, folder: Path, graph_url: str, *command: str, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._command = command or ("-m", "bot", "serve")
        self._log = folder / "bot.log"
        self._environ = {
            **os.environ,  # noqa: TID251 - the child needs its path
            "WASLA_DATA_DIR": str(folder / "data"),
            "WASLA_CIRCLING_ANSWERS": "1000000",
            "WASLA_DAILY_ANSWERS": "1000000",
            "WASLA_NOTICES__CHECKOUT_COLLECTS_CONSENT": "true",
            "WASLA_NOTICES__DELAY": "0",
            "WASLA_PORT": str(self.port),
            "WASLA_WHATSAPP__APP_SECRET": NUMBER.app_secret,
            "WASLA_WHATSAPP__VERIFY_TOKEN": "knock knock",
            "WASLA_WHATSAPP__ACCESS_TOKEN": NUMBER.access_token,
            "WASLA_WHATSAPP__PHONE_NUMBER_ID": NUMBER.phone_number_id,
            "WASLA_WHATSAPP__BUSINESS_ACCOUNT_ID": NUMBER.waba_id,
            "WASLA_WHATSAPP__GRAPH_URL": graph_url,
            **settings,
        }
        self.process: asyncio.subprocess.Process | None = None

    async def start(self, *, wait: bool = True) -> None:
        """Start it, and wait until it is ready unless it is to be killed before."""
        with self._log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(sys.executable, *self._command, env=self._environ, stdout=log, stderr=log)
        if wait:
            await self.ready()

    async def ready(self) -> None:
        """Return once ``/readyz`` answers 200; a process that ends before is an error with its last words."""
        async with asyncio.timeout(READY_WITHIN), aiohttp.ClientSession() as session:
            while True:
                assert self.process is not None
                assert self.process.returncode is None, self._log.read_text(encoding="utf-8")[-3_000:]
                with suppress(aiohttp.ClientError):
                    async with session.get(f"{self.url}/readyz") as response:
                        if response.status == 200:
                            return
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """End it as a power cut would."""
        await self.end(signal.SIGKILL)

    async def end(self, number: int = signal.SIGTERM) -> None:
        """End it by a signal and wait for it."""
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(number)
            await self.process.wait()

    async def command(self, *words: str) -> bytes:
        """Run ``wasla <words>`` with the same settings and return what it prints."""
        child = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", *words, env=self._environ, stdout=asyncio.subprocess.PIPE)
        printed, _ = await child.communicate()
        return printed

    def log(self) -> str:
        """Return what all its lives have logged."""
        return self._log.read_text(encoding="utf-8")


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    """The offline WhatsApp, listening; ``graph_url`` is where."""
    world = World(numbers=[NUMBER], people=[person(n) for n in range(PEOPLE)], concurrency=32)
    runner = web.AppRunner(standalone(world), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", free_port())
    await site.start()
    world.graph_url = f"{site.name}/simulator/graph"  # type: ignore[attr-defined]
    yield world
    await runner.cleanup()


@pytest_asyncio.fixture
async def bot(world: World, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """A bot whose far end is the offline WhatsApp; not started yet."""
    process = BotProcess(tmp_path, world.graph_url, WASLA_REPLY_PAUSE="0", WASLA_UNKNOWN_DEADLINE="15")  # type: ignore[attr-defined]
    world.bot_url = process.url
    yield process
    await process.end()
