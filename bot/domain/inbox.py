"""What came in and is stored before its sender is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

InboxKind = Literal["message", "status", "identity", "account", "event"]


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One thing to handle. ``id`` is derived from its source, so that a redelivery is a duplicate key and nothing else.

    ``lane`` keeps together what must be handled in order, ``at`` is the sender's time, ``source`` the phone number id or
    ``<connector>/<store>``, ``body`` the JSON of this item alone, as bytes. ``attempts`` counts how often it was taken.
    ``topic`` is what the request's headers said of the body, where the body alone doesn't say what it is.
    """

    id: str
    kind: InboxKind
    lane: str
    at: int
    received_at: int
    source: str
    body: bytes
    attempts: int = 0
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Parked:
    """An item that can't be handled as it is: kept with the reason until somebody replays it or throws it away."""

    id: str
    kind: InboxKind | Literal["unknown"]
    parked_at: int
    source: str
    error: str
    body: bytes
    lane: str = ""
    at: int = 0
    topic: str = ""


def park(item: InboxItem, error: str, parked_at: int) -> Parked:
    """Return an item as it is put aside, with the sentence that says why."""
    return Parked(item.id, item.kind, parked_at, item.source, error, item.body, item.lane, item.at, item.topic)
