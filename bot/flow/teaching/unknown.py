"""What customers wrote and the bot did not understand, the same words together."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.language.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from bot.db.misunderstood import Misunderstood


@dataclass(frozen=True, slots=True)
class Unknown:
    """The same words, however they were typed: ``key`` is their normal spelling, ``newest`` the message that brought them last."""

    key: str
    count: int
    language: str
    stores: tuple[str, ...]
    newest: Misunderstood

    @property
    def text(self) -> str:
        """The words as they were written last, without what points to a person."""
        return self.newest.text


def unknown(messages: Iterable[Misunderstood], settled: Container[str] = ()) -> list[Unknown]:
    """Put messages together, those first that were written most often, then the newest; keys that are ``settled`` are left out."""
    groups: defaultdict[str, list[Misunderstood]] = defaultdict(list)
    for message in messages:
        key = normalise(message.text)
        if key and key not in settled:
            groups[key].append(message)
    return sorted((_together(key, said) for key, said in groups.items()), key=lambda one: (-one.count, -one.newest.at, one.key))


def _together(key: str, said: Sequence[Misunderstood]) -> Unknown:
    newest = max(said, key=lambda one: (one.at, one.id))
    languages = Counter(one.language for one in said)
    return Unknown(key, len(said), languages.most_common(1)[0][0], tuple(sorted({one.store_id for one in said})), newest)
