"""The language of a short message: its script first, then, for Latin letters, which language's phrases it looks like."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

UNKNOWN = "und"  # BCP 47 for "undetermined"
_GRAMS = (2, 3)
_SMOOTHING = 0.1
_MAX_CHARS = 80
_MIN_CHARS = 4  # "ok", "hi" and "no" are typed by everybody
_MARGIN = 2.5  # log odds over the runner-up from which a guess counts as certain: about 12 to 1
_BONUS = 1.0  # log odds in favour of the language that the customer has used before
_KNOWN_SHARE = 0.6  # below this share of familiar letter groups the text is in none of our languages


@dataclass(frozen=True, slots=True)
class Detected:
    """A language tag of the phrase files (``und`` when nothing tells), and whether it is certain enough to remember."""

    tag: str
    confident: bool


class Detector:
    """Tells languages apart by script and by groups of two or three letters, learnt from normalised phrases per tag."""

    def __init__(self, phrases: Mapping[str, Sequence[str]]) -> None:
        self._by_script: dict[str, list[str]] = {}
        for tag, texts in phrases.items():
            self._by_script.setdefault(_script(" ".join(texts[:50])), []).append(tag)
        self._latin = tuple(self._by_script.get(_LATIN, ()))
        self._bases = tuple(tag.partition("-")[0] for tag in self._latin)
        self._odds, self._unseen = _learn([phrases[tag] for tag in self._latin])
        # What cuts a text of so many characters, with a space at either end, into its groups.
        self._cuts = [itemgetter(*_cuts(size + 2)) for size in range(_MAX_CHARS + 1)]

    def detect(self, normalised: str, preferred: str | None = None) -> Detected:
        """Return the language of a normalised text; ``preferred`` tips the balance when the text hardly tells."""
        script = _script(normalised)
        tags = self._by_script.get(script, ())
        if script == _LATIN:
            return self._of_latin(normalised[:_MAX_CHARS], preferred)
        return Detected(tags[0], confident=True) if tags else Detected(UNKNOWN, confident=False)

    def _of_latin(self, text: str, preferred: str | None) -> Detected:
        groups = self._cuts[len(text)](f" {text} ")
        known = list(filter(None, map(self._odds.get, groups)))
        if len(known) < _KNOWN_SHARE * len(groups):
            return Detected(UNKNOWN, confident=False)
        unknown = len(groups) - len(known)
        base = (preferred or UNKNOWN).partition("-")[0]
        bonuses = [_BONUS if base == one else 0.0 for one in self._bases]
        columns = zip(bonuses, zip(*known, strict=True), self._unseen, self._latin, strict=True)
        ranked = sorted([(bonus + sum(odds) + unknown * unseen, tag) for bonus, odds, unseen, tag in columns], reverse=True)
        lead = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else math.inf
        return Detected(ranked[0][1], confident=lead >= _MARGIN and len(text) >= _MIN_CHARS)


def _learn(samples: Sequence[Sequence[str]]) -> tuple[dict[str, tuple[float, ...]], tuple[float, ...]]:
    """Return the log probability of each letter group in each language, and that of a group never seen."""
    counts = [Counter(gram for text in texts for gram in _grams(text)) for texts in samples]
    kinds = len({gram for count in counts for gram in count})
    totals = [sum(count.values()) + _SMOOTHING * kinds for count in counts]
    odds = {
        gram: tuple(math.log((count[gram] + _SMOOTHING) / total) for count, total in zip(counts, totals, strict=True))
        for gram in {gram for count in counts for gram in count}
    }
    return odds, tuple(math.log(_SMOOTHING / total) for total in totals)


def _grams(text: str) -> list[str]:
    padded = f" {text} "
    return [padded[cut] for cut in _cuts(len(padded))]


def _cuts(length: int) -> list[slice]:
    return [slice(start, start + size) for size in _GRAMS for start in range(length - size + 1)]


_LETTER = re.compile("[A-Za-z]")
_LATIN, _OTHER = "L", "?"
_KEEP = 4096
_SCRIPTS = (
    (0x0041, 0x024F, _LATIN),
    (0x0370, 0x03FF, "G"),  # Greek
    (0x0400, 0x052F, "C"),  # Cyrillic
    (0x0590, 0x05FF, "H"),  # Hebrew
    (0x0600, 0x077F, "A"),  # Arabic
    (0x0900, 0x097F, "D"),  # Devanagari
)


class _Kinds(dict[int, str | None]):
    """A table for ``str.translate``: the script of each letter as one character, nothing for what is no letter; bounded in size."""

    def __missing__(self, code: int) -> str | None:
        kind = next((mark for low, high, mark in _SCRIPTS if low <= code <= high), _OTHER) if chr(code).isalpha() else None
        if len(self) < _KEEP:
            self[code] = kind
        return kind


_KINDS = _Kinds()


def _script(text: str) -> str:
    """Return the script of most letters of a text as one character, ``?`` for those that no supported language uses, or nothing."""
    if text.isascii():
        return _LATIN if _LETTER.search(text) else ""
    kinds = text[:_MAX_CHARS].translate(_KINDS)
    return max(dict.fromkeys(kinds), key=kinds.count, default="")
