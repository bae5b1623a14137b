"""How well messages with known answers are understood."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import DataFileError
from bot.language.intents import OUT_OF_SCOPE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

REJECTED = "none"
_MOST_COLUMNS = 4
_OWN, _SHOPS = "own", "hint"


@dataclass(frozen=True, slots=True)
class Row:
    """A message and what it means: its intent (``none`` when it has none of ours), its language, where it comes from. Each may be empty."""

    text: str
    intent: str = ""
    language: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a message was taken for."""

    row: Row
    intent: str
    language: str

    @property
    def right(self) -> bool:
        """Whether its intent was understood, or it was rejected as it should be."""
        return self.intent == self.row.intent

    @property
    def same_language(self) -> bool:
        """Whether its language was recognised; varieties of one language are the same."""
        return self.language.partition("-")[0] == self.row.language.partition("-")[0]


def read_rows(lines: Iterable[str]) -> list[Row]:
    """Read lines of text, intent, language and source with tabs between them; what follows the text may be left out."""
    rows = []
    for number, line in enumerate(lines, 1):
        columns = line.rstrip("\r\n").split("\t")
        if len(columns) > _MOST_COLUMNS:
            raise DataFileError(f"line {number}: {len(columns)} columns: write text, intent, language and source with tabs between them, no others")
        text, intent, *rest = [*columns, ""]
        rows.append(Row(text, as_predicted(intent), *filter(None, rest)) if intent else Row(text))
    return rows


def as_predicted(intent: str | None) -> str:
    """Return an intent as predictions name it: ``none`` for what is rejected."""
    return REJECTED if intent in {None, OUT_OF_SCOPE} else str(intent)


def summary(outcomes: Sequence[Outcome]) -> dict[str, object]:
    """Return the figures over all and per slice: languages, sources, the ten languages together, real shops.

    ``false_accepts`` is the share of messages to be rejected that were taken for an intent.
    """
    known = [one for one in outcomes if one.row.intent]
    languages = sorted({one.row.language for one in known if one.row.language})
    sources = sorted({_prefix(one.row.source) for one in known if one.row.source})
    slices: dict[str, Callable[[Outcome], bool]] = {
        "ten languages": lambda one: _prefix(one.row.source) == _OWN or one.row.language not in {"", "en"},
        "real shops": lambda one: _prefix(one.row.source).startswith(_SHOPS),
    }
    return {
        **_figures(known),
        "slices": {name: _figures(part) for name, belongs in slices.items() if (part := list(filter(belongs, known)))},
        "languages": {name: _figures([one for one in known if one.row.language == name]) for name in languages},
        "sources": {name: _figures([one for one in known if _prefix(one.row.source) == name]) for name in sources},
    }


def _prefix(source: str) -> str:
    return re.split("[:_]", source, maxsplit=1)[0]


def _figures(outcomes: Sequence[Outcome]) -> dict[str, object]:
    rejects = [one for one in outcomes if one.row.intent == REJECTED]
    spoken = [one for one in outcomes if one.row.language]
    return {
        "messages": len(outcomes),
        "accuracy": _share([one.right for one in outcomes]),
        "macro_f1": _macro_f1(outcomes),
        "false_accepts": _share([not one.right for one in rejects]),
        "language_accuracy": _share([one.same_language for one in spoken]),
    }


def _share(facts: Sequence[bool]) -> float | None:
    return round(sum(facts) / len(facts), 4) if facts else None


def _macro_f1(outcomes: Sequence[Outcome]) -> float | None:
    """Return the mean over the intents that occur of the harmonic mean of precision and recall; rejecting counts as one of them."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in outcomes:
        counts[one.row.intent]["wanted"] += 1
        counts[one.intent]["found"] += 1
        counts[one.intent]["right"] += one.right
    scores = [2 * count["right"] / (count["wanted"] + count["found"]) for count in counts.values() if count["wanted"]]
    return round(sum(scores) / len(scores), 4) if scores else None
