"""``wasla match TEXT``: how a message is understood, without sending anything."""

from __future__ import annotations

import argparse
from dataclasses import asdict, fields
from datetime import date
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from bot.language.data import data_folder
from bot.language.load import load_matcher
from bot.language.understand import ACCEPT, UNSURE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.commands.shell import Shell
    from bot.language.slots import Slots
    from bot.language.understand import Understanding

_LABELS = {"order_numbers": "orders", "tracking_numbers": "parcels", "language": "asks for"}


def run(shell: Shell, arguments: Sequence[str]) -> int:
    """Show the guesses, the surest first."""
    parser = argparse.ArgumentParser(prog="wasla match", description="Show how a customer's message is understood.")
    parser.add_argument("text", nargs="+", metavar="TEXT", help="what the customer writes")
    parser.add_argument("--preferred", metavar="LANGUAGE", help="the language that the customer has used before")
    parser.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="the day that days are counted from, as in 2026-11-26")
    parser.add_argument("--json", action="store_true", help="for other programs")
    options = parser.parse_args(arguments)
    matcher = load_matcher(data_folder("intents"), None)
    understood = matcher.understand(" ".join(options.text), preferred=options.preferred, today=options.today)
    if options.json:
        guesses = [guess._asdict() for guess in understood.ranked]
        shell.say_json({**asdict(understood), "ranked": guesses, "intent": understood.intent, "choices": understood.choices})
    else:
        _show(shell, understood)
    if not matcher.fresh:
        shell.errors.print("The intent files have changed since the model was fitted: wasla intents fit", style="yellow")
    return 0


def _show(shell: Shell, understood: Understanding) -> None:
    sure = "" if understood.confident_language else " (not sure)"
    shell.console.print(f"intent    [bold]{escape(_answered(understood))}[/bold]")
    if understood.also:
        shell.console.print(f"also      {escape(', '.join(understood.also))}")
    shell.console.print(f"language  {understood.language}{sure}, {understood.variety}\nbecause   {escape(understood.reason)}")
    for name, value in _values(understood.slots):
        shell.console.print(f"{name:9} {escape(value)}")
    table = Table("guess", "confidence", caption=f"acted upon from {ACCEPT} on, offered as a choice from {UNSURE} on", box=None)
    for guess in understood.ranked:
        table.add_row(guess.intent, f"{guess.confidence:.2f}", style="bold" if guess.confidence >= ACCEPT else "dim")
    shell.console.print(table)


def _answered(understood: Understanding) -> str:
    if understood.intent is not None:
        return understood.intent
    if understood.choices:
        return f"none for sure: the customer may choose from {', '.join(understood.choices)}"
    return "none: the customer is asked to say it otherwise"


def _values(slots: Slots) -> list[tuple[str, str]]:
    """Return the slots that hold something, with a name each."""
    found = []
    for field in fields(slots):
        value = getattr(slots, field.name)
        if value:
            found.append((_LABELS.get(field.name, field.name), value if isinstance(value, str) else ", ".join(value)))
    return found
