"""What is known at the end of a run: what the far ends told and heard, and what stands in the database. Values alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.faults.journal import Entry

# WhatsApp has the message, as far as the bot knows.
SAID: Final = frozenset(("accepted", "sent", "delivered", "read"))
ARRIVED: Final = frozenset(("delivered", "read"))


@dataclass(frozen=True, slots=True)
class Told:
    """Something that the bot was told: ``kind`` messages, statuses or events, ``taken_at`` when it first answered 200, if it did.

    ``about`` is the customer who wrote, the outbox id of a status, or the number of an order; ``step`` what happened to it.
    """

    id: str
    kind: str
    about: str
    at: int
    taken_at: int | None = None
    step: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A message that WhatsApp accepted, with the id that the bot gave it."""

    id: str
    outbox_id: str
    to: str
    at: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the transcript."""

    id: str
    direction: str
    conversation: str
    at: int
    state: str = ""
    kind: str = ""
    order: str = ""
    milestone: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """A decision in the ledger of notices; ``skipped`` is why it is not said."""

    id: str
    order: str
    milestone: str
    skipped: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """Between these instants a replica's clock was ahead by so many milliseconds, or behind."""

    begin: int
    end: int
    by: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything. ``left`` are the ids of what is not finished, by collection; ``parked`` reasons by id; instants are milliseconds.

    ``orders`` are the states of orders by number, those of the parcels among them; ``leases`` those that nobody gave back.
    """

    told: tuple[Told, ...] = ()
    said: tuple[Said, ...] = ()
    lines: tuple[Line, ...] = ()
    ledger: tuple[Entered, ...] = ()
    events: frozenset[str] = frozenset()
    parked: Mapping[str, str] = field(default_factory=dict)
    left: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    orders: Mapping[str, frozenset[str]] = field(default_factory=dict)
    leases: tuple[str, ...] = ()
    shifts: tuple[Shift, ...] = ()
    deadline: int = 0


def told_of(entries: Iterable[Entry]) -> tuple[Told, ...]:
    """Return what was told, from a far end's journal."""
    found: dict[str, Entry] = {}
    taken: dict[str, int] = {}
    for entry in entries:
        if entry["what"] == "told":
            found.setdefault(entry["id"], entry)
        elif entry["what"] == "taken":
            taken.setdefault(entry["id"], entry["at"])
    return tuple(Told(key, entry["kind"], str(entry["about"]), entry["at"], taken.get(key), entry.get("step", "")) for key, entry in found.items())


def said_of(entries: Iterable[Entry]) -> tuple[Said, ...]:
    """Return what WhatsApp accepted, in the order in which it did."""
    return tuple(Said(one["id"], one["outbox_id"] or "", one["to"], one["at"]) for one in entries if one["what"] == "said")
