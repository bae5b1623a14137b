"""No text takes long: every pattern is tried on texts that make bad ones run for ever. A pattern that does never ends here."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from bot.language.slots import find_slots

MODULES = ("clauses", "contacts", "dates", "detect", "normalise", "numbers", "slots")
PATTERNS = [
    pytest.param(value, id=f"{module}.{name}")
    for module in MODULES
    for name, value in vars(import_module(f"bot.language.{module}")).items()
    if isinstance(value, re.Pattern)
]
PIECES = ["a", "1", "-", " ", ".", "@", "+", "#", "/", "1-", "a1", "1 ", "a.", "a@", "a@a.", "+1", "#1", "order ", "call ", "in 1 ", "1Z"]
PIECES += ["\u0627", "\u0661", "\u06d4", "\u0964"]
LONG = [piece * (4096 // len(piece)) for piece in PIECES]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_patterns_end(pattern: re.Pattern[str]) -> None:
    for text in (*LONG, *(f"{text}!" for text in LONG)):
        assert sum(1 for _ in pattern.finditer(text)) <= len(text) + 1


@pytest.mark.parametrize("text", LONG, ids=PIECES)
def test_slots_are_found_to_the_end(text: str) -> None:
    assert len(find_slots(text).slots.order_numbers) <= 5


def test_there_are_patterns_to_try() -> None:
    assert len(PATTERNS) > 10
