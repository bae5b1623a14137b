"""Phrases that the shop's people have taught: beside those of the files, at once, and without the model having learnt them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from bot.language.index import Index, Phrase
from bot.language.match import near_phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bot.language.index import Meaning
    from bot.language.match import Near

CLEAR: Final = 0.5  # from here on a guess counts for more than what else a text may be read as


class Taught(NamedTuple):
    """A phrase as it was taught, its intent and its language tag."""

    intent: str
    tag: str
    raw: str


class TaughtPhrases:
    """What was taught, ready to be searched; ``spelt`` gives a phrase the spelling in which texts are looked up."""

    def __init__(self, phrases: Iterable[Taught], spelt: Callable[[str], str]) -> None:
        self._index = Index([Phrase(one.intent, one.tag, words, one.raw) for one in phrases if (words := spelt(one.raw))])

    def meaning(self, words: str) -> Meaning | None:
        """Return what a text means that is spelt exactly like a taught phrase, but for its spaces."""
        return self._index.meaning(words) if words else None

    def nearly(self, words: list[str], guesses: Mapping[str, float]) -> Near | None:
        """Return the phrase that a text nearly is; ``guesses`` are a model's that doesn't know it, so only its sure ones count against it."""
        near = near_phrase(self._index, words)
        if near is None or max((value for name, value in guesses.items() if name != near.meaning.intent), default=0.0) >= CLEAR:
            return None
        return near
