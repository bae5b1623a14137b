"""The language of a short message: its script first, then, for Latin letters, which language's phrases it looks like."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
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
        self._latin = tuple(self._by_script.get("latin", ()))
        self._odds, self._unseen = _learn([phrases[tag] for tag in self._latin])

    def detect(self, normalised: str, preferred: str | None = None) -> Detected:
        """Return the language of a normalised text; ``preferred`` tips the balance when the text hardly tells."""
        script = _script(normalised)
        tags = self._by_script.get(script, ())
        if script == "latin":
            return self._of_latin(normalised[:_MAX_CHARS], preferred)
        return Detected(tags[0], confident=True) if tags else Detected(UNKNOWN, confident=False)

    def _of_latin(self, text: str, preferred: str | None) -> Detected:
        base = (preferred or UNKNOWN).partition("-")[0]
        scores = [_BONUS if tag.partition("-")[0] == base else 0.0 for tag in self._latin]
        grams = _grams(text)
        known = 0
        for gram in grams:
            found = self._odds.get(gram)
            if found is not None:
                known += 1
                for place, value in enumerate(found):
                    scores[place] += value
        if not grams or known < _KNOWN_SHARE * len(grams):
            return Detected(UNKNOWN, confident=False)
        scores = [score + (len(grams) - known) * unseen for score, unseen in zip(scores, self._unseen, strict=True)]
        ranked = sorted(zip(scores, self._latin, strict=True), reverse=True)
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
    return [padded[start : start + size] for size in _GRAMS for start in range(len(padded) - size + 1)]


_SCRIPTS = (
    (0x0041, 0x024F, "latin"),
    (0x0370, 0x03FF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0590, 0x05FF, "hebrew"),
    (0x0600, 0x077F, "arabic"),
    (0x0900, 0x097F, "devanagari"),
)


def _script(text: str) -> str:
    """Return the script of most letters of a text, ``other`` for those that no supported language uses, or ``none``."""
    if text.isascii():
        return "latin" if any(char.isalpha() for char in text) else "none"
    counts: Counter[str] = Counter()
    for char in text[:_MAX_CHARS]:
        if char.isalpha():
            counts[next((name for low, high, name in _SCRIPTS if low <= ord(char) <= high), "other")] += 1
    return counts.most_common(1)[0][0] if counts else "none"
