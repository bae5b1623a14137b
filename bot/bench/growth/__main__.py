"""``python -m bot.bench.growth mongodb://... 100000``: a shop with so many customers, in the database ``wasla`` of any MongoDB.

Meant for an empty one: what bears the same ids is replaced.
"""

from __future__ import annotations

import argparse
import asyncio
from typing import TYPE_CHECKING

from rich.console import Console

from bot.bench.growth.fill import fill
from bot.bench.meter import Meter
from bot.bench.wall import now
from bot.db import open_database

if TYPE_CHECKING:
    from collections.abc import Sequence


async def put(uri: str, size: int, console: Console) -> None:
    """Write the shop and show how far it is; raises ``DatabaseDown``."""
    database = await open_database(uri)
    try:
        with Meter(console) as meter:
            async with meter.counting(f"{size:,} customers", size) as wrote:
                await fill(database, size, now(), 0, wrote)
    finally:
        await database.close()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m bot.bench.growth", description=__doc__)
    parser.add_argument("uri", help="of a MongoDB, mongodb://...")
    parser.add_argument("customers", type=int, help="how many, 1000000 at most")
    chosen = parser.parse_args(arguments)
    asyncio.run(put(chosen.uri, chosen.customers, Console()))


if __name__ == "__main__":
    main()
