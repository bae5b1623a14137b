"""``wasla bench``: the figures of this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bench.main import add_arguments, run_chosen

if TYPE_CHECKING:
    import argparse

    from bot.commands.shell import Shell


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the bench's own arguments."""
    add_arguments(parser)


def run(_shell: Shell, options: argparse.Namespace) -> int:
    """Measure."""
    return run_chosen(options)
