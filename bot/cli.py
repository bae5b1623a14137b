"""The ``wasla`` command: it finds the command that is asked for and says mistakes in a sentence."""

from __future__ import annotations

import argparse
import os
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
    "connect": "check everything at Meta that a number needs, and send a test message",
    "match": "show how a customer's message is understood",
    "chat": "talk to the bot in the terminal as one of the customers; nothing is stored or sent",
    "intents": "fit the model to the intent files, measure it, and see what nobody understood",
    "inbox": "look at what could not be handled, and hand it in again",
    "alerts": "what somebody has to do before something works again",
    "costs": "what messages have cost, per month and order, and what was saved",
    "jobs": "list the jobs, or run one of them now",
    "orders": "take in orders from a file, without telling anybody",
    "keys": "who may use the REST API, and for what",
    "customer": "give a customer's data out, or erase them",
    "staff": "who may use the support console, and in which role",
    "templates": "check the notices' templates, see how they stand at Meta, create what is missing",
    "bench": "measure how fast this machine answers",
}


class Command(Protocol):
    """What a module of bot.commands offers."""

    def run(self, shell: Shell, arguments: Sequence[str]) -> int:
        """Do what the command line asks for and return the exit status."""


def main(arguments: Sequence[str] | None = None, shell: Shell | None = None) -> int:
    """Run a command and return its exit status: 0 done, 1 something is wrong, 2 it was asked for wrongly, 130 interrupted."""
    asked = _parser().parse_args(arguments)
    shell = shell or _shell()
    command = cast("Command", import_module(f"bot.commands.{asked.command}"))
    try:
        return command.run(shell, asked.arguments)
    except WaslaError as error:
        shell.errors.print(f"wasla {asked.command}: {error}", style="bold red", markup=False, highlight=False, soft_wrap=True)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    width = max(map(len, COMMANDS)) + 2
    parser = argparse.ArgumentParser(
        prog="wasla",
        description="Order updates and answers on WhatsApp for online stores.",
        epilog="\n".join(["commands:", *(f"  {name:{width}}{summary}" for name, summary in COMMANDS.items())]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"wasla {__version__}")
    parser.add_argument("command", metavar="COMMAND", choices=COMMANDS, help="one of those below; wasla COMMAND --help says more")
    parser.add_argument("arguments", metavar="...", nargs=argparse.REMAINDER, help="what the command takes")
    return parser


def _shell() -> Shell:
    env_file = Path(".env")
    environ = dict(os.environ)  # noqa: TID251 - the one place that reads it; everything else is handed it
    return Shell(environ, env_file if env_file.exists() else None, Console(), Console(stderr=True))
