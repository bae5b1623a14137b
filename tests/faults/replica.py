"""``wasla serve`` with a clock on the wall that can be moved while it runs: by so many milliseconds as stand in a file."""

from __future__ import annotations

import mmap
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli import main
from tests.faults.child import die_with_parent

if TYPE_CHECKING:
    from collections.abc import Callable

SHIFT = "FAULTS_CLOCK"
NS_PER_MS = 1_000_000


def set_shift(path: Path, milliseconds: int) -> None:
    """Move the clock of the process that reads this file; the file keeps its size, so that a mapping of it stays good."""
    with path.open("r+b" if path.exists() else "w+b") as file:
        file.write(milliseconds.to_bytes(8, "little", signed=True))


def shifted(path: Path, true_ns: Callable[[], int]) -> Callable[[], int]:
    """Return a clock in nanoseconds that is as far from the true one as the file says at that moment."""
    with path.open("r+b") as file:
        shift = mmap.mmap(file.fileno(), 8)
    return lambda: true_ns() + int.from_bytes(shift[:8], "little", signed=True) * NS_PER_MS


def move_the_clock(path: Path) -> None:
    """Have this process see the moved clock: the standard library's, since the bot has no switch for it. Durations stay true."""
    clock = shifted(path, time.time_ns)
    time.time_ns = clock
    time.time = lambda: clock() / 1e9  # noqa: TID251 - it is not read but replaced


if __name__ == "__main__":
    die_with_parent()
    move_the_clock(Path(os.environ[SHIFT]))  # noqa: TID251 - stands in for the command line
    sys.exit(main(["serve"]))
