"""A text cut into what may be asked one by one: at the ends of sentences, and at words such as "and"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.language.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_SENTENCES = 8
_ENDS = re.compile("[.!?؟\u06d4।\n،,;؛…]+")
# As ``normalise`` spells them.
_JOINING = frozenset(
    (
        *("and", "also", "plus", "then", "but", "y", "tambien", "ademas", "pero", "et", "aussi", "puis", "mais", "und", "auch", "ausserdem", "aber"),
        *("e", "tambem", "alem", "mas", "ve", "ayrica", "bide", "ama", "dan", "juga", "sama", "terus", "tapi", "aur", "bhi", "lekin"),
        *("और", "भी", "लेकिन", "اور", "بهي", "ليكن", "و", "ثم", "كمان", "وكمان", "ايضا", "وايضا", "برضو", "بس", "w", "wa", "kaman", "bas"),
    )
)
_SHORTEST = 2  # words of a clause that may ask for something


def sentences(text: str) -> list[list[str]]:
    """Return the normalised words of each sentence that has any; commas end sentences too."""
    parts = [part for part in _ENDS.split(text) if part and not part.isspace()]
    return [words for part in parts[:MAX_SENTENCES] if (words := normalise(part).split())]


def clauses(parts: Iterable[list[str]]) -> list[list[str]]:
    """Return the clauses of sentences: cut before each joining word, but never so that a piece of one word is left."""
    found: list[list[str]] = []
    for words in parts:
        start = 0
        for place, word in enumerate(words):
            begins = place + (word in _JOINING)
            if _joins(word) and place - start >= _SHORTEST and len(words) - begins >= _SHORTEST:
                found.append(words[start:place])
                start = begins
        found.append(words[start:])
    return [clause for clause in found if len(clause) >= _SHORTEST]


def _joins(word: str) -> bool:
    return word in _JOINING or (len(word) > len("وال") and word[0] == "و" and word[1] in "اتنيم")
