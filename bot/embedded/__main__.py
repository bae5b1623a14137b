"""``python -m bot.embedded <folder> <file descriptor of a listening socket>``.

It is given its listening socket by the bot, which keeps the port for as long as it lives: whatever answers on that port is a
child of that bot. It says ``ready`` on standard output, and ends when its standard input ends, which is when the bot closes it
or dies, even by ``kill -9``. Signals that a terminal or a service manager sends to a whole group of processes don't end it
before the bot has finished.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
import threading
import time

from bot.embedded.engine import Engine
from bot.embedded.wire import Wire

SECONDS_TO_CLOSE = 5


def end_with_parent(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Wait for the end of standard input, then stop; what doesn't stop in time is left behind."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    loop.call_soon_threadsafe(stop.set)
    time.sleep(SECONDS_TO_CLOSE)
    os._exit(1)


async def serve(folder: str, listener: socket.socket) -> None:
    """Answer on a listening socket until standard input ends, then close the database files."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    threading.Thread(target=end_with_parent, args=(loop, stop), daemon=True).start()
    engine = Engine(data_dir=folder)
    server = await loop.create_server(lambda: Wire(engine), sock=listener)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await stop.wait()
    server.close()
    engine.close_all()


def main() -> None:
    """Run until the bot ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    asyncio.run(serve(sys.argv[1], socket.socket(fileno=int(sys.argv[2]))))


if __name__ == "__main__":
    main()
