"""Proposing a phrase: what it has to be, and what is left out of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.domain.lesson import LONGEST_PHRASE, Lesson, NotTaught, lesson_id
from bot.language.masking import DIGIT, EMAIL, LINK, masked
from bot.language.normalise import normalise

if TYPE_CHECKING:
    from bot.language.understand import Matcher

# A number with what joins it to "#", such as "#NH-####", the marks that stand for addresses, and half an address.
_PERSONAL: Final = re.compile(rf"{EMAIL}|{LINK}|\S*[{DIGIT}@]\S*")
_SPACES: Final = re.compile(r"\s+")
_EDGES: Final = " \t-:,;/|"


def phrase_of(text: str) -> str:
    """Return a text as a phrase: one line, without numbers, addresses and links, which the bot takes out of what it reads as well.

    >>> phrase_of("where is order  #1042, write to me@shop.example please")
    'where is order write to please'
    """
    return _SPACES.sub(" ", _PERSONAL.sub(" ", masked(text))).strip(_EDGES)


def proposal(matcher: Matcher, said: str, phrase: str, intent: str, tag: str) -> Lesson | NotTaught:
    """Return the lesson that somebody proposes, still without who, when and where; or what is wrong with it."""
    kept = phrase_of(phrase)
    if len(kept) > LONGEST_PHRASE:
        return NotTaught("too_long")
    if intent not in matcher.intents.by_name:
        return NotTaught("unknown_intent")
    if tag not in matcher.intents.languages:
        return NotTaught("unknown_language")
    if not matcher.words_of(kept):
        return NotTaught("no_words")
    understood = matcher.understand(kept)
    if understood.reason == "exact phrase" and understood.ranked[0].intent == intent:
        return NotTaught("known")
    return replace(dismissal(said), state="proposed", phrase=kept, intent=intent, tag=tag)


def dismissal(said: str) -> Lesson:
    """Return the note that some words are nothing to learn from, still without who, when and where."""
    words = masked(said)
    return Lesson(lesson_id(normalise(words)), words, "dismissed", "", "", 0)
