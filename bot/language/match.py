"""Which intent a text means: exact phrases first, then the phrases that share its telling words."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nlargest
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from bot.language.index import UNKNOWN_WEIGHT, Index, Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

_VISITS = 300  # phrases looked at for the telling words of one text
_CANDIDATES = 16  # phrases of which the common share is worked out
_COMPARED = 8  # phrases compared letter by letter
_MAX_WORDS = 60
_MISSING = 1.0  # price of a phrase's word that the text lacks, per weight
_INSIDE = 0.7  # price of a foreign word between the matched ones
_OUTSIDE = 0.35  # price of a foreign word around them
_AROUND_WHOLE = 0.06  # the same when the phrase is there as a whole
_WHOLE = 0.95
_LETTERS = 0.15  # share of the letter-by-letter likeness in a score


@dataclass(frozen=True, slots=True)
class Scored:
    """The best phrase of an intent for a text, and how well it fits (0 to 1)."""

    phrase: Phrase
    score: float


@dataclass(frozen=True, slots=True)
class _Query:
    """The known stems of a text, how surely each is meant and where it stands; ``totals`` are the weights up to each place."""

    text: str
    known: dict[str, tuple[float, int]]
    totals: tuple[float, ...]


def best_phrases(index: Index, words: Sequence[str]) -> list[Scored]:
    """Return the best phrase of each intent that shares telling words with a text, the best first."""
    query = _query(index, [word for word in words if not word.isdecimal()][:_MAX_WORDS])
    shares = [(_share(index.phrases[place], query), place) for place in _candidates(index, query)]
    shares.sort(reverse=True)
    best: dict[str, Scored] = {}
    for share, place in shares[:_COMPARED]:
        phrase = index.phrases[place]
        score = (1 - _LETTERS) * share + _LETTERS * fuzz.partial_ratio(phrase.text, query.text) / 100
        known = best.get(phrase.intent)
        if known is None or score > known.score:
            best[phrase.intent] = Scored(phrase, score)
    return sorted(best.values(), key=lambda one: -one.score)


def _query(index: Index, words: Sequence[str]) -> _Query:
    known: dict[str, tuple[float, int]] = {}
    seen: set[str] = set()
    totals = [0.0]
    for place, word in enumerate(words):
        root, sure = index.known(word)
        weight = 0.0
        if root not in seen:
            seen.add(root)
            weight = index.weights[root] if sure else UNKNOWN_WEIGHT
            if sure:
                known[root] = (sure, place)
        totals.append(totals[-1] + weight)
    return _Query(" ".join(words), known, tuple(totals))


def _candidates(index: Index, query: _Query) -> list[int]:
    """Return the phrases that share the most telling weight with the text, looking up rare words before common ones."""
    found: dict[int, float] = {}
    visits = 0
    for root in sorted(query.known, key=lambda one: len(index.postings[one])):
        places = index.postings[root]
        if visits and visits + len(places) > _VISITS:
            break
        visits += len(places)
        weight = index.weights[root]
        for place in places:
            found[place] = found.get(place, 0.0) + weight
    if len(found) <= _CANDIDATES:
        return list(found)
    leanness = index.leanness
    ranked = [(weight * leanness[place], place) for place, weight in found.items()]
    return [place for _, place in nlargest(_CANDIDATES, ranked)]


def _share(phrase: Phrase, query: _Query) -> float:
    """Return how much of phrase and text is common to both, by weight: words missing and words foreign to the phrase cost."""
    matched = spent = 0.0
    first, last = len(query.totals), -1
    known = query.known
    for root, weight in phrase.parts:
        if root in known:
            sure, place = known[root]
            matched += weight * sure
            spent += weight
            if place < first:  # noqa: PLR1730 (min() and max() take twice as long, and this is the hottest loop)
                first = place
            if place > last:  # noqa: PLR1730
                last = place
    inside = query.totals[last + 1] - query.totals[first] - spent
    outside = query.totals[-1] - spent - inside
    whole = len(phrase.parts) > 1 and spent >= _WHOLE * phrase.weight
    return matched / (spent + _MISSING * (phrase.weight - spent) + _INSIDE * inside + (_AROUND_WHOLE if whole else _OUTSIDE) * outside)
