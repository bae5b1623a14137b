"""What intents are called by people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.language.evaluate import REJECTED
from bot.language.intents import OUT_OF_SCOPE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.web.console.words import Words

_PREFIX: Final = "intent_name."


def intent_name(words: Words, intent: str) -> str:
    """Return an intent's name; that of a shop's own is its file's."""
    known = OUT_OF_SCOPE if intent == REJECTED else intent
    return words.t(f"intent_name.{known}") if f"{_PREFIX}{known}" in words.catalogue.messages else intent.replace("_", " ")


def named(words: Words, intents: Iterable[str]) -> list[tuple[str, str]]:
    """Return intents with their names, by name; what is none of the shop's business comes last."""
    pairs = [(intent, intent_name(words, intent)) for intent in intents]
    return sorted(pairs, key=lambda pair: (pair[0] == OUT_OF_SCOPE, pair[1].casefold()))
