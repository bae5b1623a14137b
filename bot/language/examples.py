"""Messages whose meaning is known, for measuring what a change to the phrases does: written ones, and phrases with a slip of the finger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from bot.errors import DataFileError
from bot.language.evaluate import Row, as_predicted, read_rows
from bot.language.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from bot.language.intents import Intents

EXAMPLES: Final = "examples.tsv"
SLIPS: Final = "slip"
_EVERY: Final = 10  # one phrase in so many gets a slip: all of them would take a minute
_NEAREST: Final = 60  # and those that are likest to what is taught
_SHORTEST: Final = 12  # letters; of less a slip leaves nothing that could be understood
_ALIKE: Final = 85.0  # of 100
_MOST_ALIKE: Final = 5
_BLOCK: Final = 2_000


def read_examples(folder: Path) -> list[Row]:
    """Return the labelled messages that stand beside intent files, none where there are none; raises ``DataFileError``."""
    path = folder / EXAMPLES
    try:
        return read_rows(line for line in path.read_text(encoding="utf-8").split("\n") if line.strip())
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path} can't be read as text in UTF-8: {error}") from error


def slips(intents: Intents, text: str) -> list[Row]:
    """Return a part of the phrases, and those that are likest to a text, each with a letter missing: read by likeness, like what people type."""
    rows = [row for row in _phrases(intents) if len(row.text) >= _SHORTEST]
    near = _nearest(text, [row.text for row in rows], _NEAREST, 0.0)
    chosen = dict.fromkeys([*range(0, len(rows), _EVERY), *near])
    return [Row(_with_slip(rows[place].text), rows[place].intent, rows[place].language, SLIPS) for place in chosen]


def alike(intents: Intents, text: str, intent: str) -> list[tuple[str, str]]:
    """Return phrases of other intents that a text hardly differs from, with their intents, the likest first."""
    rows = [row for row in _phrases(intents) if row.intent != as_predicted(intent)]
    return [(rows[place].text, rows[place].intent) for place in _nearest(text, [normalise(row.text) for row in rows], _MOST_ALIKE, _ALIKE)]


def _nearest(text: str, texts: Sequence[str], limit: int, cutoff: float) -> list[int]:
    """Return the places of the texts that are likest to one, in blocks: nothing else of the program runs while one is gone through."""
    found: list[tuple[float, int]] = []
    for start in range(0, len(texts), _BLOCK):
        best = process.extract(normalise(text), texts[start : start + _BLOCK], scorer=fuzz.ratio, limit=limit, score_cutoff=cutoff)
        found += [(-score, start + place) for _, score, place in best]
    return [place for _, place in sorted(found)[:limit]]


def _phrases(intents: Intents) -> Sequence[Row]:
    return [Row(text, as_predicted(name), tag) for name, intent in intents.by_name.items() for tag, text in _spoken(intent.phrases.items())]


def _spoken(by_tag: Iterable[tuple[str, tuple[str, ...]]]) -> Iterable[tuple[str, str]]:
    return ((tag, text) for tag, texts in by_tag for text in texts)


def _with_slip(text: str) -> str:
    """Return a text without a letter in the middle of its longest word: the same one every time."""
    longest = max(text.split(), key=len)
    place = text.index(longest) + len(longest) // 2
    return text[:place] + text[place + 1 :]
