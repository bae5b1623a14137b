"""Alerts: what a person has to do before something works again. One per store, kind and subject, however often it happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AlertKind = Literal[
    "number_stopped", "daily_limit", "spam_limit", "template", "category", "spending", "sending", "connector", "privacy", "document", "backlog"
]


@dataclass(frozen=True, slots=True)
class Alert:
    """``id`` is ``<store>:<kind>:<subject>``; ``text`` says what to do. ``closed_at`` is ``None`` while it is open.

    ``seen_by`` is the staff id of who has said, at ``seen_at``, that he knows of it; when it is raised anew nobody has.
    """

    id: str
    store_id: str
    kind: AlertKind
    subject: str
    text: str
    first_at: int
    last_at: int
    count: int = 1
    closed_at: int | None = None
    seen_at: int | None = None
    seen_by: str | None = None


def alert_id(store_id: str, kind: AlertKind, subject: str) -> str:
    """Return the id of an alert."""
    return f"{store_id}:{kind}:{subject}"


def alert(store_id: str, kind: AlertKind, subject: str, text: str, at: int) -> Alert:
    """Return an alert that is raised at an instant, perhaps not for the first time."""
    return Alert(alert_id(store_id, kind, subject), store_id, kind, subject, text, at, at)
