"""The phrases of all intents, ready to be searched: by their spelling, and by their rarer words for those that are nearly the same."""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from bot.language.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.language.intents import Intents

COMMON = 300  # a word in more phrases than this leads nowhere
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


class Phrase(NamedTuple):
    """A phrase in normal spelling, its intent and its language tag; ``raw`` is how it is written in the file."""

    intent: str
    tag: str
    text: str
    raw: str


class Meaning(NamedTuple):
    """What a phrase means when it is all that is said; ``tag`` is missing where several languages share it."""

    intent: str
    tag: str | None


class Index:
    """Phrases by spelling. Spaces don't count, unless that would confuse two intents. ``texts`` and ``meanings`` are by place."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        kept: dict[Meaning, Meaning] = {}
        self.texts = [phrase.text for phrase in phrases]
        self.meanings = [kept.setdefault(meaning, meaning) for meaning in (Meaning(phrase.intent, phrase.tag) for phrase in phrases)]
        self._exact, self._squeezed = _spellings(self.texts, self.meanings)
        self._starts, self._places = _postings(self.texts)

    def meaning(self, words: str) -> Meaning | None:
        """Return what a normalised text means that is spelt exactly like a phrase, but for its spaces."""
        return self._exact.get(words) or self._squeezed.get(words.replace(" ", ""))

    def rare(self, word: str) -> list[int]:
        """Return the places of the phrases that a word stands in; none for a word that stands in too many."""
        start = self._starts.get(word)
        if start is None:
            return []
        size = self._places[start]
        return self._places[start + 1 : start + 1 + size].tolist()


def read_phrases(intents: Intents) -> list[Phrase]:
    """Return every phrase of every intent and language once; German with umlauts also as people write without them."""
    found: dict[tuple[str, str, str], Phrase] = {}
    for intent in intents.by_name.values():
        for tag, texts in intent.phrases.items():
            for raw in texts:
                for spelling in _variants(tag, raw):
                    phrase = Phrase(intent.name, tag, normalise(spelling), spelling)
                    found.setdefault((phrase.intent, tag, phrase.text), phrase)
    return list(found.values())


def _variants(tag: str, raw: str) -> tuple[str, ...]:
    other = raw.translate(_UMLAUTS) if tag == "de" else raw
    return (raw,) if other == raw else (raw, other)


def _spellings(texts: Sequence[str], meanings: Sequence[Meaning]) -> tuple[dict[str, Meaning], dict[str, Meaning]]:
    """Return the meanings by spelling of the phrases that must be told apart by their spaces, and of all without spaces."""
    shared: dict[Meaning, Meaning] = {}
    squeezed: dict[str, Meaning] = {}
    confused: set[str] = set()
    for text, meaning in zip(texts, meanings, strict=True):
        key = text.replace(" ", "")
        known = squeezed.setdefault(key, meaning)
        if known.intent != meaning.intent:
            confused.add(key)
        elif known.tag != meaning.tag:
            either = Meaning(meaning.intent, None)
            squeezed[key] = shared.setdefault(either, either)
    apart = zip(texts, meanings, strict=True) if confused else ()
    return {text: meaning for text, meaning in apart if text.replace(" ", "") in confused}, squeezed


def _postings(texts: Sequence[str]) -> tuple[dict[str, int], array[int]]:
    """Return where the places of each word begin in one long row of numbers: how many there are, then these."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        for word in set(text.split()):
            found[word].append(place)
    starts: dict[str, int] = {}
    row = array("I")
    for word, places in found.items():
        if len(places) <= COMMON:
            starts[word] = len(row)
            row.append(len(places))
            row.extend(places)
    return starts, row
