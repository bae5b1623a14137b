"""Words that are of one language alone among those in Latin letters, as the phrases show: they tell a text in two languages at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Final

from bot.language.hindustani import BOTH, hindustani

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.language.index import Phrase

_SHORTEST: Final = 2
_OFTEN: Final = 3  # in so many phrases, or it may be a slip
_ALONE: Final = 0.95  # this share of its uses
_PART: Final = 4  # of so many telling words one of another language makes a text mixed
_ENOUGH: Final = 2

Spoken = tuple[str, ...]


def spoken(tag: str) -> Spoken:
    """Return the languages that a tag of the phrase files may stand for: Hindi and Urdu for either in Latin letters, else one.

    >>> spoken("ur-Latn"), spoken("ar-Latn")
    (('hi', 'ur'), ('ar',))
    """
    return BOTH if hindustani(tag) else (tag.partition("-")[0],)


class TellingWords:
    """The telling words of some phrases, those of tags that are written in one and the same script."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        texts: dict[Spoken, list[str]] = {}
        for phrase in phrases:
            texts.setdefault(spoken(phrase.tag), []).append(phrase.text)
        self._language = _telling({language: (_uses(those), len(those)) for language, those in texts.items()})

    def counted(self, words: str) -> Counter[Spoken]:
        """Return how many telling words of each language a normalised text has."""
        return Counter([language for word in set(words.split()) if (language := self._language.get(word)) is not None])


def beside(counts: Counter[Spoken], main: Spoken) -> Spoken:
    """Return the languages that a good part of a text's telling words are of, beside its main one."""
    enough = [language for language, count in counts.items() if language != main and count * _PART >= counts.total()]
    return tuple(chain.from_iterable(enough))


def leave_no_doubt(counts: Counter[Spoken], main: Spoken) -> bool:
    """Tell whether several telling words are of a language, and none of another."""
    return counts[main] >= _ENOUGH and counts[main] == counts.total()


def _uses(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in set(text.split()) if len(word) >= _SHORTEST and not word.isdigit())


def _telling(uses: Mapping[Spoken, tuple[Counter[str], int]]) -> dict[str, Spoken]:
    """Return each telling word's language. What counts is how often it is used for each phrase, as languages have more phrases or fewer."""
    rates: defaultdict[str, float] = defaultdict(float)
    for words, phrases in uses.values():
        for word, count in words.items():
            rates[word] += count / phrases
    return {
        word: language
        for language, (words, phrases) in uses.items()
        for word, count in words.items()
        if count >= _OFTEN and count / phrases >= _ALONE * rates[word]
    }
