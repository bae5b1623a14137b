"""What the bot can do."""

from __future__ import annotations

from bot.answers.parts.menu import MENU
from bot.domain.answer import Answer, Facts, Ref, Say


def answer(facts: Facts) -> Answer:
    """Say what can be asked, with the most wanted things as buttons."""
    return Answer((Say("help_menu.can", {"store": Ref(facts.store.name)}), Say("help_menu.write")), MENU)
