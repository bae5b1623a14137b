"""What a push brings: parcels, or a word about the subscription itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.connectors.reading import load
from bot.errors import Unreadable

# DHL asks whether a subscription is wanted before it sends anything.
VALIDATE: Final = "subscription.validate"


@dataclass(frozen=True, slots=True)
class Push:
    """``shipments`` are as they came; ``fields`` is the whole body."""

    scope: str
    shipments: tuple[Mapping[str, object], ...]
    fields: Mapping[str, object]


def read(body: bytes) -> Push:
    """Return a push, or raise ``Unreadable`` for what is neither parcels nor a word about the subscription."""
    content = load(body)
    if not isinstance(content, Mapping):
        raise Unreadable("the body is not an object")
    scope = content.get("scope")
    word = scope.strip().lower() if isinstance(scope, str) else ""
    found = _shipments(content)
    if not found and not word.startswith("subscription."):
        raise Unreadable("shipments: none, and nothing is said of the subscription either: another division's form?")
    return Push(word, found, content)


def _shipments(content: Mapping[str, object]) -> tuple[Mapping[str, object], ...]:
    """Return the parcels of a list, of an object alone, or the body itself when it is one."""
    listed = content.get("shipments", content.get("shipment"))
    if isinstance(listed, Mapping):
        return (listed,)
    if isinstance(listed, list):
        return tuple(one for one in listed if isinstance(one, Mapping))
    return (content,) if "id" in content and ("status" in content or "events" in content) else ()
