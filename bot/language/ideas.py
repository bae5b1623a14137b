"""The ideas that words stand for, in all languages at once: "refund", "reembolso" and "استرداد" are one.

``intents/words.txt`` holds a line per idea: its name, a colon, and words of any language with spaces between them. ``*`` stands for
any ending, ``_`` joins words to one expression, ``|`` may stand anywhere for the eye and ``#`` begins a remark. What is learnt from
a phrase in one language so helps in the others.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from zlib import crc32

from bot.errors import DataFileError
from bot.language.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FILE = "words.txt"
_SHORTEST, _LONGEST = 3, 12  # letters before any ending
_ARTICLES = ("وال", "بال", "لل", "ال", "و", "ب", "ل", "ف")  # what Arabic writes in one word with the next


class Ideas:
    """Finds the ideas of words. ``exact`` and ``begins`` lead from a normalised word, or the beginning of one, to names of ideas."""

    def __init__(self, exact: dict[str, tuple[str, ...]], begins: dict[str, tuple[str, ...]]) -> None:
        self.exact = exact
        self.begins = begins

    def of(self, words: list[str]) -> list[int]:
        """Return the distinct ideas of a text as numbers, sorted."""
        names = {name for word in words for name in self._of_word(word)}
        names.update(name for pair in pairwise(words) for name in self.exact.get(" ".join(pair), ()))
        return sorted(crc32(name.encode()) for name in names)

    def _of_word(self, word: str) -> Iterator[str]:
        yield from self._of_stem(word)
        for article in _ARTICLES:
            if word.startswith(article) and len(word) - len(article) >= _SHORTEST:
                yield from self._of_stem(word[len(article) :])

    def _of_stem(self, word: str) -> Iterator[str]:
        yield from self.exact.get(word, ())
        for size in range(_SHORTEST, min(len(word), _LONGEST) + 1):
            yield from self.begins.get(word[:size], ())


NO_IDEAS = Ideas({}, {})


def load_ideas(folder: Path) -> Ideas:
    """Read ``words.txt`` of a folder (without one there are no ideas); raise ``DataFileError`` naming file, line and mend."""
    path = folder / FILE
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    except UnicodeDecodeError as error:
        raise DataFileError(f"{path.name}: not a text in UTF-8: {error}") from error
    return read_ideas(lines)


def read_ideas(lines: Iterable[str]) -> Ideas:
    """Read the lines of such a file."""
    exact: dict[str, tuple[str, ...]] = {}
    begins: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(lines, 1):
        text = line.partition("#")[0].strip()
        name, colon, words = text.partition(":")
        if not text:
            continue
        if not colon or not name.strip().isidentifier():
            raise DataFileError(f"{FILE}, line {number}: write the idea's name, a colon and its words: 'refund: refund* reembolso*'")
        for word in words.replace("|", " ").split():
            key = normalise(word.rstrip("*").replace("_", " "))
            if not key or (word.endswith("*") and len(key) < _SHORTEST):
                raise DataFileError(f"{FILE}, line {number}: {word!r} is too short for any ending: write at least {_SHORTEST} letters before '*'")
            into = begins if word.endswith("*") else exact
            into[key] = (*into.get(key, ()), name.strip())
    return Ideas(exact, begins)
