"""Running the bot until somebody stops it."""

from __future__ import annotations

import asyncio
import errno
import signal
from typing import TYPE_CHECKING

import uvloop

from bot.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from bot.settings import Settings

BUSY = {
    errno.EADDRINUSE: "another program listens there: stop it, or set WASLA_PORT to another port",
    errno.EADDRNOTAVAIL: "this machine has no such address: set WASLA_HOST to one that it has, 0.0.0.0 for all of them",
    errno.EACCES: "this user may not listen there: set WASLA_PORT to 1024 or more",
}


def run_until_stopped(settings: Settings, running: AbstractAsyncContextManager[object], ready: Callable[[], None]) -> int:
    """Enter ``running``, call ``ready``, and leave it in order on Ctrl-C or SIGTERM; 0 is the exit status.

    Raises ``UserMistake`` when the address can't be listened on.
    """
    try:
        uvloop.run(_until_stopped(running, ready))
    except OSError as error:
        if error.errno not in BUSY:
            raise
        raise UserMistake(f"can't listen on {settings.host}:{settings.port}: {BUSY[error.errno]}") from error
    return 0


async def _until_stopped(running: AbstractAsyncContextManager[object], ready: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with running:
        ready()
        await stop.wait()
        # Whoever asks a second time does not want to wait for what is being sent.
        loop.remove_signal_handler(signal.SIGINT)
