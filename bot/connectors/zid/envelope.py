"""What an event is about. Zid's events are the order as it stands; the topic may be in the address, in the body or nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from bot.connectors.reading import load
from bot.errors import Unreadable

if TYPE_CHECKING:
    from bot.connectors.base import Knock

# Zid's times name no zone; its own pages show that they are UTC (``created_at`` beside ``issue_date``, which is Riyadh's).
ZONE: Final = "UTC"
_WRAPPERS: Final = ("order", "data", "payload")
_MARKS: Final = frozenset(("order_status", "order_total", "payment_status"))
_LONGEST_REF: Final = 200
_LONGEST_TOPIC: Final = 100


def topic_of(knock: Knock) -> str:
    """Return the event's name that a webhook's address carries as ``?event=``, for the subscription sets it there."""
    return (knock.topic or knock.query.get("event", "")).strip().lower()[:_LONGEST_TOPIC]


def read(body: bytes) -> Mapping[str, object]:
    """Return the JSON object of a body, or raise ``Unreadable``."""
    document = load(body)
    if not isinstance(document, Mapping):
        raise Unreadable("the body is not a JSON object")
    return document


def named(document: Mapping[str, object], topic: str) -> str:
    """Return the event's name: what the address said, else what the body says."""
    event = document.get("event")
    return topic or (event.strip().lower() if isinstance(event, str) else "")


def order_in(document: Mapping[str, object]) -> Mapping[str, object] | None:
    """Return the order of an event, ``None`` when it holds none."""
    inner = [document.get(name) for name in _WRAPPERS]
    candidates = [document, *inner, *(part.get("order") for part in inner if isinstance(part, Mapping))]
    return next((part for part in candidates if isinstance(part, Mapping) and part.keys() & _MARKS), None)


def ref_of(order: Mapping[str, object] | None) -> str | None:
    """Return an order's id in a form fit for a lane, ``None`` without one."""
    found = (order or {}).get("id")
    text = str(found).strip() if isinstance(found, str | int) and not isinstance(found, bool) else ""
    return text if text.isprintable() and 0 < len(text) <= _LONGEST_REF else None
