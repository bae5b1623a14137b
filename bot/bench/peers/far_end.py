"""``python -m bot.bench.peers.far_end``: the offline Graph in a process of its own, which says on standard output what it accepts.

First a line with its address, then a line of JSON for each send: to whom, and what can be read in it.
"""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import orjson
import uvloop

from bot.bench.far_end import FarEnd
from bot.bench.webhooks import Number

if TYPE_CHECKING:
    from bot.simulator.records import Sent


async def serve() -> None:
    """Listen, tell, and go when standard input ends."""
    far_end, out = FarEnd(Number()), sys.stdout.buffer

    def tell(sent: Sent) -> None:
        out.write(orjson.dumps((sent.to, sent.text), option=orjson.OPT_APPEND_NEWLINE))
        out.flush()

    far_end.listen(tell)
    await far_end.start()
    try:
        out.write(f"{far_end.url}\n".encode())
        out.flush()
        await asyncio.to_thread(sys.stdin.buffer.read)
    finally:
        await far_end.stop()


if __name__ == "__main__":
    uvloop.run(serve())
