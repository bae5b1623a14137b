"""The bot with a mind that takes the whole process with it when it reads one certain word."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from typing_extensions import override

from bot.app import load_mind, running
from bot.commands.running import run_until_stopped
from bot.language.data import data_folder
from bot.language.intents import load_intents
from bot.language.understand import Matcher, Understanding
from bot.settings import load_settings

if TYPE_CHECKING:
    from datetime import date

    from bot.flow.converse import Mind

POISON = "poison"


class Mortal(Matcher):
    """Understands everything but one word."""

    @override
    def understand(self, text: str, *, preferred: str | None = None, today: date | None = None) -> Understanding:
        if POISON in text:
            os._exit(70)
        return super().understand(text, preferred=preferred, today=today)


def poisoned_mind() -> Mind:
    """Return a mind that dies of a word."""
    return replace(load_mind(), matcher=Mortal(load_intents(data_folder("intents"))))


def main() -> int:
    """Run the bot until it is stopped, or reads the word."""
    settings = load_settings(dict(os.environ), None)  # noqa: TID251 - stands in for the command line
    return run_until_stopped(settings, running(settings, mind=poisoned_mind), lambda: None)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    sys.exit(main())
