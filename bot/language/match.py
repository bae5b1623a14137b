"""The phrase that a text nearly is: what is in the files counts at once, also where a letter slipped."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.language.index import Index, Meaning

NEAR = 90.0  # of 100: from here on a text counts as the phrase itself
_MAX_WORDS = 14
_MIN_LETTERS = 8
_WORDS_LOOKED_UP = 2
_COMPARED = 24
_ALIKE = 100.0


class Near(NamedTuple):
    """What the phrase means, and how alike the text is to it (0 to 1)."""

    meaning: Meaning
    likeness: float


def near_phrase(index: Index, words: Sequence[str]) -> Near | None:
    """Return what the phrase means that a text differs from by a slip or two, if there is one that shares one of its rarer words."""
    text = " ".join(words)
    if len(words) > _MAX_WORDS or len(text) < _MIN_LETTERS:
        return None
    rarest = sorted((places for word in set(words) if (places := index.rare(word))), key=len)[:_WORDS_LOOKED_UP]
    both = set(rarest[0]).intersection(*rarest[1:]) if rarest else set()
    chosen = [*both, *(place for places in rarest for place in places if place not in both)][:_COMPARED]
    candidates = {place: index.texts[place] for place in chosen}
    best = process.extractOne(text, candidates, scorer=fuzz.ratio, score_cutoff=NEAR)
    return None if best is None else Near(index.meanings[best[2]], best[1] / _ALIKE)
