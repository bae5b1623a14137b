"""``wasla match TEXT``: how a message is understood, without sending anything."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from bot.language.data import data_folder
from bot.language.intents import load_intents
from bot.language.understand import ACCEPT, Matcher

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.commands.shell import Shell
    from bot.language.understand import Understanding


def run(shell: Shell, arguments: Sequence[str]) -> int:
    """Show the guesses, the surest first."""
    parser = argparse.ArgumentParser(prog="wasla match", description="Show how a customer's message is understood.")
    parser.add_argument("text", nargs="+", metavar="TEXT", help="what the customer writes")
    parser.add_argument("--preferred", metavar="LANGUAGE", help="the language that the customer has used before")
    parser.add_argument("--json", action="store_true", help="for other programs")
    options = parser.parse_args(arguments)
    understood = Matcher(load_intents(data_folder("intents"))).understand(" ".join(options.text), preferred=options.preferred)
    if options.json:
        guesses = [guess._asdict() for guess in understood.ranked]
        shell.say_json({**asdict(understood), "ranked": guesses, "intent": understood.intent})
    else:
        _show(shell, understood)
    return 0


def _show(shell: Shell, understood: Understanding) -> None:
    answered = understood.intent or "none: the customer is asked to say it otherwise"
    sure = "" if understood.confident_language else " (not sure)"
    shell.console.print(f"intent    [bold]{escape(answered)}[/bold]\nlanguage  {understood.language}{sure}\nbecause   {escape(understood.reason)}")
    if understood.slots.order_numbers:
        shell.console.print(f"orders    {escape(', '.join(understood.slots.order_numbers))}")
    table = Table("guess", "confidence", caption=f"acted upon from {ACCEPT} on", box=None)
    for guess in understood.ranked:
        table.add_row(guess.intent, f"{guess.confidence:.2f}", style="bold" if guess.confidence >= ACCEPT else "dim")
    shell.console.print(table)
