"""``make bench-peers``: a bare aiohttp handler, pywa on FastAPI and Wasla answer the same load in turns.

Wasla stores, understands and remembers; the peers do none of it. Ends with 1 when Wasla lost something, said it twice or was wrong.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import orjson
import uvloop
from rich.console import Console

from bot.bench.meter import Meter
from bot.bench.peers.report import as_json, table
from bot.bench.peers.turns import FULL, SHORT, compare, everybody

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.bench.peers.report import Side
    from bot.bench.peers.turns import Turns


async def _measure(turns: Turns, console: Console) -> list[Side]:
    with TemporaryDirectory(prefix="wasla-peers-") as folder, Meter(console) as meter:
        async with everybody(Path(folder), turns) as stands:
            return await compare(stands, turns, meter)


def show(ours: Side, peers: Sequence[Side], console: Console, json: Path | None) -> int:
    """Print the table and what Wasla did wrong, write the file if there is to be one, and return the exit status."""
    console.print(table(ours, peers))
    for example in ours.faults.examples:
        console.print(f"  {example}", markup=False)
    if json is not None:
        json.write_bytes(orjson.dumps(as_json(ours, peers), option=orjson.OPT_INDENT_2))
    return 1 if ours.faults.total else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, show, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot.bench.peers", description=__doc__)
    parser.add_argument("--short", action="store_true", help="half a minute in all")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a JSON file too")
    chosen, console = parser.parse_args(arguments), Console()
    *peers, ours = uvloop.run(_measure(SHORT if chosen.short else FULL, console))
    return show(ours, peers, console, chosen.json)


if __name__ == "__main__":
    sys.exit(main())
