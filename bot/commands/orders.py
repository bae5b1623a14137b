"""``wasla orders import``: orders from elsewhere, without a word to anybody."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import uvloop
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from bot.app import clock, database
from bot.commands.keys import store_of
from bot.commands.order_files import lines_of
from bot.errors import Unreadable
from bot.flow.import_orders import OrderImport, Row, read_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.commands.order_files import Line
    from bot.commands.shell import Shell
    from bot.domain.store import Store

BATCH: Final = 500
# A file of another kind has an error in every line: the first ones say enough.
MOST_SHOWN: Final = 100


@dataclass(slots=True)
class _Tally:
    """How many rows went well, how many did not."""

    taken: int = 0
    bad: int = 0


def run(shell: Shell, arguments: Sequence[str]) -> int:
    """Import a file; 1 when a row could not be taken in: the others were all the same."""
    options = _parser().parse_args(arguments)
    settings = shell.settings()
    store_id = store_of(settings, options.store)
    store = next(shop.store for shop in settings.stores if shop.store.id == store_id)

    path = Path(options.file)
    size = path.stat().st_size if path.is_file() else 0

    async def work() -> int:
        async with database(settings) as (opened, _):
            return await _Import(shell, OrderImport(opened, store), store, dry=options.dry_run).run(path, size)

    return uvloop.run(work())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wasla orders", description="Take in orders.")
    actions = parser.add_subparsers(dest="action", metavar="import", required=True)
    taking = actions.add_parser(
        "import",
        help="take in orders from a file",
        description=(
            "FILE holds one order a line as JSON, or is a CSV file with a header; the fields are those of the REST API (/api/docs, OrderData)."
            " Customers are told nothing of what is imported. It may be repeated, and done while the bot runs: what is older than what is known"
            " takes nothing's place."
        ),
    )
    taking.add_argument("file", metavar="FILE", help="orders.jsonl or orders.csv, UTF-8")
    taking.add_argument("--store", metavar="S", help="whose orders they are; needed when there are several stores")
    taking.add_argument("--dry-run", action="store_true", help="only say what is wrong with the file")
    return parser


class _Import:
    """One run over a file."""

    def __init__(self, shell: Shell, orders: OrderImport, store: Store, *, dry: bool) -> None:
        self._shell = shell
        self._orders = orders
        self._store = store
        self._dry = dry
        self._tally = _Tally()

    async def run(self, path: Path, size: int) -> int:
        """Take in a file of so many bytes and return the exit status."""
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[orders]} orders"), TimeRemainingColumn())
        with Progress(*columns, console=self._shell.errors, transient=True) as progress:
            task = progress.add_task(path.name, total=size or None, orders=0)
            rows: list[Row] = []
            for line in lines_of(path):
                row = self._read(line)
                if row is not None:
                    rows.append(row)
                if len(rows) >= BATCH:
                    await self._take(rows)
                    rows = []
                    progress.update(task, completed=line.read, orders=self._tally.taken)
            await self._take(rows)
            progress.update(task, completed=size, orders=self._tally.taken)
        return self._end()

    def _read(self, line: Line) -> Row | None:
        if line.document is None:
            self._complain(line.number, line.wrong)
            return None
        try:
            return read_row(line.number, line.document, self._store)
        except Unreadable as error:
            self._complain(line.number, str(error))
            return None

    async def _take(self, rows: Sequence[Row]) -> None:
        if not rows:
            return
        if self._dry:
            unknown = await self._orders.unknown(rows)
        else:
            unknown = (await self._orders.write(rows, clock())).unknown
        for row in unknown:
            self._complain(row.line, f"there is no order {row.ref} yet: to make it, number, placed_at and total are needed")
        self._tally.taken += len(rows) - len(unknown)

    def _complain(self, line: int, wrong: str) -> None:
        self._tally.bad += 1
        if self._tally.bad <= MOST_SHOWN:
            self._shell.errors.print(f"line {line}: {wrong}", markup=False, highlight=False, soft_wrap=True)

    def _end(self) -> int:
        hidden = self._tally.bad - MOST_SHOWN
        if hidden > 0:
            self._shell.errors.print(f"and {hidden} more lines like these", markup=False, highlight=False)
        done = "would be taken in" if self._dry else "taken in; nobody is told anything of them"
        self._shell.say(f"{self._tally.taken} orders {done}" + (f"; {self._tally.bad} lines are wrong" if self._tally.bad else ""))
        return 1 if self._tally.bad else 0
