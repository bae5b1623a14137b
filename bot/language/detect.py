"""The language of a short message: its script first, then which language's phrases it looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.language.hindustani import hindustani, one_of_both
from bot.language.telling import TellingWords, beside, leave_no_doubt, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    """A language tag of the phrase files (``und`` when nothing tells), and whether it is certain enough to remember.

    Of Hindi and Urdu in Latin letters only that it is one of them can be certain. ``beside`` are languages that a good part of the
    words are of as well: who is known to speak one of them has not changed it.
    """

    tag: str
    confident: bool
    beside: tuple[str, ...] = ()


def settled(tag: str, preferred: str | None) -> str:
    """Return a tag as it stands, or for Hindi and Urdu in Latin letters that of the one which the customer has used before.

    >>> settled("hi-Latn", "ur"), settled("hi-Latn", "en")
    ('ur-Latn', 'hi-Latn')
    """
    before = one_of_both(preferred) if hindustani(tag) else None
    return f"{before}-Latn" if before else tag


class Detector:
    """Tells the languages of a model apart; phrases of each show its script."""

    def __init__(self, tags: tuple[str, ...], phrases: Sequence[Phrase]) -> None:
        self._tags = tags
        self._spoken = [spoken(tag) for tag in tags]
        samples = {phrase.tag: phrase.text for phrase in phrases if len(phrase.text) >= _MIN_CHARS}
        scripts = [script_of(samples.get(tag, "")) for tag in tags]
        self._of_script = {script: np.array([one == script for one in scripts]) for script in set(scripts) if script}
        latin = {tag for tag, script in zip(tags, scripts, strict=True) if script == _LATIN}
        self._telling = TellingWords(phrase for phrase in phrases if phrase.tag in latin)

    def detect(self, normalised: str, judgement: Judgement, preferred: str | None = None) -> Detected:
        """Return the language of a normalised text that was judged; ``preferred`` tips the balance when the text hardly tells."""
        fitting = self._of_script.get(script_of(normalised))
        if fitting is None:
            return Detected(UNKNOWN, confident=False)
        if np.count_nonzero(fitting) == 1:
            return Detected(self._tags[int(fitting.argmax())], confident=True)
        if judgement.known < _KNOWN_SHARE:
            return Detected(UNKNOWN, confident=False)
        odds = [float(odd) for odd in judgement.tags * fitting]
        best, sure = self._likeliest(odds, (preferred or UNKNOWN).partition("-")[0])
        tag = max((place for place, one in enumerate(self._spoken) if one == best), key=odds.__getitem__)
        counts = self._telling.counted(normalised)
        confident = len(normalised) >= _MIN_CHARS and (sure or leave_no_doubt(counts, best))
        return Detected(settled(self._tags[tag], preferred), confident, beside(counts, best))

    def of_phrase(self, tag: str, normalised: str, preferred: str | None = None) -> Detected:
        """Return the language of a text that is a phrase of a tag, or nearly."""
        return Detected(settled(tag, preferred), confident=True, beside=beside(self._telling.counted(normalised), spoken(tag)))

    def _likeliest(self, odds: list[float], before: str) -> tuple[tuple[str, ...], bool]:
        """Return what is likeliest spoken, and whether that is certain; Hindi and Urdu in Latin letters count as one."""
        sums: dict[tuple[str, ...], float] = {}
        for odd, one in zip(odds, self._spoken, strict=True):
            sums[one] = sums.get(one, 0.0) + odd * (_BONUS if before in one else 1.0)
        best = max(sums, key=sums.__getitem__)
        return best, sums[best] >= _SURE * sum(sums.values())


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
