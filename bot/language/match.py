"""Which intent a text means: exact phrases first, then the phrases that share its telling words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from bot.language.index import CANDIDATES, UNKNOWN_WEIGHT, Index, Phrase, Posting

if TYPE_CHECKING:
    from collections.abc import Sequence

_VISITS = 300  # phrases looked at for the telling words of one text
_COMPARED = 8  # phrases compared letter by letter
_MAX_WORDS = 60
_MISSING = 1.0  # price of a phrase's word that the text lacks, per weight
_INSIDE = 0.7  # price of a foreign word between the matched ones
_OUTSIDE = 0.35  # price of a foreign word around them
_AROUND_WHOLE = 0.06  # the same when the phrase is there as a whole
_WHOLE = 0.95
_LETTERS = 0.15  # share of the letter-by-letter likeness in a score
_ALIKE = 100.0  # how rapidfuzz says that two texts are alike
_SLACK = 1e-9
_Known = tuple[str, float, float, int]  # a stem, its weight, what it is worth after mending a slip, and where it stands


class Scored(NamedTuple):
    """The best phrase of an intent for a text, and how well it fits (0 to 1)."""

    phrase: Phrase
    score: float


class _Query(NamedTuple):
    """The known stems of a text in their order; ``totals`` are the weights up to each place."""

    text: str
    known: list[_Known]
    totals: list[float]


def best_phrases(index: Index, words: Sequence[str]) -> list[Scored]:
    """Return the best phrase of each intent that shares telling words with a text, the best first."""
    query = _query(index, [word for word in words if not word.isdecimal()][:_MAX_WORDS])
    shares = _shares(index, query)
    shares.sort(reverse=True)
    found: dict[str, Scored] = {}
    for share, place in shares[:_COMPARED]:
        phrase = index.phrases[place]
        base = (1 - _LETTERS) * share
        known = found.get(phrase.intent)
        # What can't become the best of its intent is not compared to the end.
        needed = (known.score - base) / _LETTERS * _ALIKE - _SLACK if known else 0.0
        if needed > _ALIKE:
            continue
        score = base + _LETTERS * fuzz.partial_ratio(phrase.text, query.text, score_cutoff=needed) / _ALIKE
        if known is None or score > known.score:
            found[phrase.intent] = Scored(phrase, score)
    return sorted(found.values(), key=_score, reverse=True)


def _score(scored: Scored) -> float:
    return scored.score


def _query(index: Index, words: Sequence[str]) -> _Query:
    known: list[_Known] = []
    seen: set[str] = set()
    total = 0.0
    totals = [total]
    for place, word in enumerate(words):
        root, sure = index.known(word)
        if root not in seen:
            seen.add(root)
            weight = index.weights[root] if sure else UNKNOWN_WEIGHT
            total += weight
            if sure:
                known.append((root, weight, weight * sure, place))
        totals.append(total)
    return _Query(" ".join(words), known, totals)


def _candidates(index: Index, known: list[_Known]) -> list[int]:
    """Return the phrases that share the most telling weight with the text, looking up rare words before common ones."""
    postings = sorted([index.postings[root] for root, _, _, _ in known], key=_length)
    looked = visits = 0
    for one in postings:
        visits += len(one.weights)
        if looked and visits > _VISITS:
            break
        looked += 1
    if not looked:
        return []
    # The longest posting costs next to nothing when it comes first.
    found = postings[looked - 1].weights.copy()
    floor = max([one.floor for one in postings[:looked]])
    for one in postings[: looked - 1]:
        for place, weight in one.weights.items():
            if place in found:
                found[place] += weight
            else:
                found[place] = weight
    kept = [(weight, place) for place, weight in found.items() if weight >= floor]
    kept.sort(reverse=True)
    return [place for _, place in kept[:CANDIDATES]]


def _length(posting: Posting) -> int:
    return len(posting.weights)


def _shares(index: Index, query: _Query) -> list[tuple[float, int]]:
    """Return how much of a phrase and the text is common to both, by weight, with the place of the phrase.

    Words missing and words foreign to the phrase cost.
    """
    _, known, totals = query
    shares = []
    for candidate in _candidates(index, known):
        phrase = index.phrases[candidate]
        roots = phrase.parts
        matched = spent = 0.0
        first = last = -1
        for root, weight, worth, place in known:
            if root in roots:
                spent += weight
                matched += worth
                last = place
                if first < 0:
                    first = place
        inside = totals[last + 1] - totals[first] - spent
        outside = totals[-1] - spent - inside
        whole = len(roots) > 1 and spent >= _WHOLE * phrase.weight
        price = _MISSING * (phrase.weight - spent) + _INSIDE * inside + (_AROUND_WHOLE if whole else _OUTSIDE) * outside
        shares.append((matched / (spent + price), candidate))
    return shares
