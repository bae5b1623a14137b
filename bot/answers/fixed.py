"""Answers that are one message of the catalogue, with or without the menu."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.answers.parts.menu import MENU
from bot.domain.answer import Answer, Facts, Option, Say

if TYPE_CHECKING:
    from collections.abc import Callable


def answer(facts: Facts, *, message: str, options: tuple[Option, ...] = ()) -> Answer:
    """Say one message."""
    del facts  # the words don't depend on them; every answer has the same first parameter
    return Answer((Say(message),), options)


def text(message: str) -> Callable[[Facts], Answer]:
    """Return the answer that says one message of the catalogue."""
    return partial(answer, message=message)


def with_menu(message: str) -> Callable[[Facts], Answer]:
    """Return the answer that says one message above the menu."""
    return partial(answer, message=message, options=MENU)
