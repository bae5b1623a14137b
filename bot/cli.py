"""The ``wasla`` command: it finds the command that is asked for and says mistakes in a sentence."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from rich.console import Console

from bot import __version__
from bot.commands.shell import Shell
from bot.errors import WaslaError

if TYPE_CHECKING:
    from collections.abc import Sequence

# Modules of the same name in bot.commands; only the one that is asked for is imported, so that the help comes at once.
COMMANDS = {
    "demo": "the bot, a sample store and an offline WhatsApp on this machine: open the page and write",
    "serve": "run the bot",
    "check": "tell whether settings, data files, database and credentials are usable, and how to mend what isn't",
    "match": "show how a customer's message is understood",
    "inbox": "look at what could not be handled, and hand it in again",
    "jobs": "list the jobs, or run one of them now",
    "bench": "measure how fast this machine answers",
}


class Command(Protocol):
    """What a module of bot.commands offers."""

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's arguments."""

    def run(self, shell: Shell, options: argparse.Namespace) -> int:
        """Do it and return the exit status."""


def main(arguments: Sequence[str] | None = None, shell: Shell | None = None) -> int:
    """Run a command and return its exit status: 0 done, 1 something is wrong, 2 it was asked for wrongly, 130 interrupted."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    shell = shell or _shell()
    asked = next((word for word in given if word in COMMANDS), None)
    command = cast("Command", import_module(f"bot.commands.{asked}")) if asked else None
    options = _parser(asked, command).parse_args(given)
    if command is None:
        return 2
    try:
        return command.run(shell, options)
    except WaslaError as error:
        shell.errors.print(f"wasla {asked}: {error}", style="bold red", markup=False, highlight=False, soft_wrap=True)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser(asked: str | None, command: Command | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wasla", description="Order updates and answers on WhatsApp for online stores.")
    parser.add_argument("--version", action="version", version=f"wasla {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        one = commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        if command is not None and name == asked:
            command.configure(one)
    return parser


def _shell() -> Shell:
    env_file = Path(".env")
    environ = dict(os.environ)  # noqa: TID251 - the one place that reads it; everything else is handed it
    return Shell(environ, env_file if env_file.exists() else None, Console(), Console(stderr=True))
