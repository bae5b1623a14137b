"""The language of a short message: its script first, then which language's phrases it looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.language.index import Phrase
    from bot.language.model import Judgement

UNKNOWN = "und"  # BCP 47 for "undetermined"
_MAX_CHARS = 80
_MIN_CHARS = 4  # "ok", "hi" and "no" are typed by everybody
_SURE = 0.85  # from this probability on a guess counts as certain
_BONUS = 3.0  # how many times likelier the language is that the customer has used before
_KNOWN_SHARE = 0.55  # below this share of familiar letter groups the text is in none of our languages


@dataclass(frozen=True, slots=True)
class Detected:
    """A language tag of the phrase files (``und`` when nothing tells), and whether it is certain enough to remember."""

    tag: str
    confident: bool


class Detector:
    """Tells the languages of a model apart; phrases of each show its script."""

    def __init__(self, tags: tuple[str, ...], phrases: Iterable[Phrase]) -> None:
        self._tags = tags
        self._bases = [tag.partition("-")[0] for tag in tags]
        samples = {phrase.tag: phrase.text for phrase in phrases if len(phrase.text) >= _MIN_CHARS}
        scripts = [script_of(samples.get(tag, "")) for tag in tags]
        self._of_script = {script: np.array([one == script for one in scripts]) for script in set(scripts) if script}

    def detect(self, normalised: str, judgement: Judgement, preferred: str | None = None) -> Detected:
        """Return the language of a normalised text that was judged; ``preferred`` tips the balance when the text hardly tells."""
        fitting = self._of_script.get(script_of(normalised))
        if fitting is None:
            return Detected(UNKNOWN, confident=False)
        if np.count_nonzero(fitting) == 1:
            return Detected(self._tags[int(fitting.argmax())], confident=True)
        if judgement.known < _KNOWN_SHARE:
            return Detected(UNKNOWN, confident=False)
        base = (preferred or UNKNOWN).partition("-")[0]
        odds = [float(odd) * (_BONUS if one == base else 1.0) for odd, one in zip(judgement.tags * fitting, self._bases, strict=True)]
        best = max(range(len(odds)), key=odds.__getitem__)
        return Detected(self._tags[best], confident=odds[best] >= _SURE * sum(odds) and len(normalised) >= _MIN_CHARS)


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


def script_of(text: str) -> str:
    """Return the script of most letters of a text as one character, ``?`` for those that no supported language uses, or nothing."""
    if text.isascii():
        return _LATIN if _LETTER.search(text) else ""
    kinds = text[:_MAX_CHARS].translate(_KINDS)
    return max(dict.fromkeys(kinds), key=kinds.count, default="")
