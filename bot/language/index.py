"""The phrases of all intents, ready to be searched: by their spelling, and by their rarer words for those that are nearly the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from bot.language.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    """Phrases by spelling. Spaces don't count, unless that would confuse two intents."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.phrases = phrases
        self._exact, self._squeezed = _spellings(phrases)
        self.postings = _postings(phrases)

    def meaning(self, words: str) -> Meaning | None:
        """Return what a normalised text means that is spelt exactly like a phrase, but for its spaces."""
        return self._exact.get(words) or self._squeezed.get(words.replace(" ", ""))

    def rare(self, word: str) -> tuple[int, ...]:
        """Return the places of the phrases that a word stands in; none for a word that stands in too many."""
        return self.postings.get(word, ())


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


def _spellings(phrases: Sequence[Phrase]) -> tuple[dict[str, Meaning], dict[str, Meaning]]:
    """Return the meanings by spelling of the phrases that must be told apart by their spaces, and of all without spaces."""
    kept: dict[Meaning, Meaning] = {}
    squeezed: dict[str, Meaning] = {}
    confused: set[str] = set()
    for phrase in phrases:
        key = phrase.text.replace(" ", "")
        known = squeezed.get(key)
        meaning = Meaning(phrase.intent, phrase.tag)
        if known is not None and known.intent != phrase.intent:
            confused.add(key)
            continue
        if known is not None and known.tag != phrase.tag:
            meaning = Meaning(phrase.intent, None)
        squeezed[key] = kept.setdefault(meaning, meaning)
    apart = [phrase for phrase in phrases if confused and phrase.text.replace(" ", "") in confused]
    return {phrase.text: Meaning(phrase.intent, phrase.tag) for phrase in apart}, squeezed


def _postings(phrases: Sequence[Phrase]) -> Mapping[str, tuple[int, ...]]:
    counts = Counter(word for phrase in phrases for word in set(phrase.text.split()))
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, phrase in enumerate(phrases):
        for word in set(phrase.text.split()):
            if counts[word] <= COMMON:
                found[word].append(place)
    return {word: tuple(places) for word, places in found.items()}
