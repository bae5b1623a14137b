"""In which language to go on: the one asked for where the bot speaks it, else a list of those that it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.answers.payloads import speak
from bot.domain.answer import Answer, Facts, Option, Ref, Say
from bot.language.tongues import own_name, servable

if TYPE_CHECKING:
    from collections.abc import Sequence

INTENT: Final = "change_language"
MOST_ROWS: Final = 10  # of a WhatsApp list


def answer(facts: Facts) -> Answer:
    """Go on in the language asked for; without one, or with one that the bot doesn't speak, let the customer choose."""
    if facts.wants_language is None:
        return _choose(facts, "change_language.which")
    if servable(facts.wants_language, facts.languages) is None:
        return _choose(facts, "change_language.not_yet")
    return Answer((Say("change_language.changed"),))


def _choose(facts: Facts, message: str) -> Answer:
    first = [tag for tag in (servable(facts.store.language, facts.languages), servable(facts.language, facts.languages)) if tag]
    tags = tuple(dict.fromkeys((*first, *sorted(facts.languages))))[:MOST_ROWS]
    return Answer((Say(message),), options_of(tags), as_list=True, list_label=Say("change_language.list.button"))


def options_of(tags: Sequence[str]) -> tuple[Option, ...]:
    """Return languages as rows or buttons, each by its own name."""
    return tuple(Option(speak(tag), Ref(own_name(tag))) for tag in tags)
