"""Who else has a conversation open, and who is typing in it: known for some seconds, and renewed for as long as it is true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from bot.domain.clock import SECOND

if TYPE_CHECKING:
    from collections.abc import Iterable

# An open page says so anew every ``RENEWED``; one that has vanished without a word is forgotten after ``LOOKS_FOR``.
RENEWED: Final = 10 * SECOND
LOOKS_FOR: Final = 25 * SECOND
# A browser tells of typing once in four seconds.
TYPES_FOR: Final = 7 * SECOND

Doing = Literal["looks", "types"]


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody does something at a conversation, until an instant. ``id`` tells apart what each process knows of each person."""

    id: str
    conversation_id: str
    staff_id: str
    name: str
    doing: Doing
    until: int


@dataclass(frozen=True, slots=True)
class Present:
    """A person at a conversation; who types looks, too, which goes without saying."""

    staff_id: str
    name: str
    types: bool


def others(found: Iterable[Presence], staff_id: str, now: int) -> tuple[Present, ...]:
    """Return who else is there now, each once: who types first, then by name."""
    there: dict[str, Present] = {}
    for one in found:
        if one.until > now and one.staff_id != staff_id:
            before = there.get(one.staff_id)
            there[one.staff_id] = Present(one.staff_id, one.name, one.doing == "types" or (before is not None and before.types))
    return tuple(sorted(there.values(), key=lambda person: (not person.types, person.name.casefold(), person.staff_id)))
