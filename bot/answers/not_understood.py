"""The message was not understood: a hint first, a person when it happens again."""

from __future__ import annotations

from bot.answers.parts.menu import INVOICE, MENU, PERSON, TRACK
from bot.domain.answer import Answer, Facts, Say


def answer(facts: Facts, misses: int = 0) -> Answer:
    """Ask for other words; from the second miss in a row on (``misses`` counts the ones before) call a person too."""
    del facts  # the words don't depend on them; every answer has the same first parameter
    if misses == 0:
        return Answer((Say("not_understood.first"), Say("not_understood.hint")), MENU)
    return Answer((Say("not_understood.again"),), (PERSON, TRACK, INVOICE), flag="misunderstood")
