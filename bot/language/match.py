"""Which intent a text means: exact phrases first, then the phrases that share its telling words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.language.index import UNKNOWN_WEIGHT, Index, Phrase

_VISITS = 500  # phrases looked at for the telling words of one text
_CANDIDATES = 24  # phrases scored in full
_MAX_WORDS = 60
_MISSING = 1.0  # price of a phrase's word that the text lacks, per weight
_INSIDE = 0.7  # price of a foreign word between the matched ones
_OUTSIDE = 0.35  # price of a foreign word around them
_AROUND_WHOLE = 0.06  # the same when the phrase is there as a whole
_WHOLE = 0.95
_ORDER = 0.15  # share of the letter-by-letter likeness in a score


@dataclass(frozen=True, slots=True)
class Scored:
    """The best phrase of an intent for a text, and how well it fits (0 to 1)."""

    phrase: Phrase
    score: float


@dataclass(frozen=True, slots=True)
class _Query:
    text: str
    places: dict[str, int]
    certainty: dict[str, float]
    weights: tuple[float, ...]


def best_phrases(index: Index, words: Sequence[str]) -> list[Scored]:
    """Return the best phrase of each intent that shares telling words with a text, the best first."""
    query = _query(index, [word for word in words if not word.isdecimal()][:_MAX_WORDS])
    best: dict[str, Scored] = {}
    for place in _candidates(index, query):
        phrase = index.phrases[place]
        score = _score(phrase, query, index)
        known = best.get(phrase.intent)
        if known is None or score > known.score:
            best[phrase.intent] = Scored(phrase, score)
    return sorted(best.values(), key=lambda one: -one.score)


def _query(index: Index, words: Sequence[str]) -> _Query:
    places: dict[str, int] = {}
    certainty: dict[str, float] = {}
    weights = []
    for place, word in enumerate(words):
        root, sure = index.known(word)
        if root in places:
            weights.append(0.0)
            continue
        places[root] = place
        if sure:
            certainty[root] = sure
        weights.append(index.weights[root] if sure else UNKNOWN_WEIGHT)
    return _Query(" ".join(words), places, certainty, tuple(weights))


def _candidates(index: Index, query: _Query) -> list[int]:
    """Return the phrases that share the most telling weight with the text, looking up rare words before common ones."""
    found: dict[int, float] = {}
    visits = 0
    for root in sorted(query.certainty, key=lambda one: len(index.postings[one])):
        places = index.postings[root]
        if visits and visits + len(places) > _VISITS:
            break
        visits += len(places)
        weight = index.weights[root]
        for place in places:
            found[place] = found.get(place, 0.0) + weight
    if len(found) <= _CANDIDATES:
        return list(found)
    phrases = index.phrases
    return sorted(found, key=lambda place: -found[place] / (0.6 + phrases[place].weight))[:_CANDIDATES]


def _score(phrase: Phrase, query: _Query, index: Index) -> float:
    matched = 0.0
    spent = 0.0
    first, last = len(query.weights), -1
    for root in phrase.stems:
        sure = query.certainty.get(root)
        if sure is not None:
            weight = index.weights[root]
            matched += weight * sure
            spent += weight
            place = query.places[root]
            first = min(first, place)
            last = max(last, place)
    if last < 0:
        return 0.0
    inside = sum(query.weights[first : last + 1]) - spent
    outside = sum(query.weights) - spent - inside
    whole = len(phrase.stems) > 1 and spent >= _WHOLE * phrase.weight
    around = _AROUND_WHOLE if whole else _OUTSIDE
    share = matched / (spent + _MISSING * (phrase.weight - spent) + _INSIDE * inside + around * outside)
    return (1 - _ORDER) * share + _ORDER * fuzz.partial_ratio(phrase.text, query.text) / 100
