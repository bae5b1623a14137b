"""What an event is about, before its data is read in full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.connectors.reading import check, load
from bot.connectors.salla.payloads import Envelope
from bot.errors import Unreadable

# Holds where Salla names no zone (https://docs.salla.dev: its dates say "Asia/Riyadh" wherever they name one).
ZONE: Final = "Asia/Riyadh"
_LONGEST_REF: Final = 200


@dataclass(frozen=True, slots=True)
class Event:
    """``name`` in lower case, ``order`` the store's id of the order, if one is named in a form fit for an id."""

    name: str
    merchant: str
    created_at: object
    data: Mapping[str, object]

    @property
    def inner(self) -> Mapping[str, object]:
        """The order itself: ``order.status.updated`` and its like wrap it in another object."""
        order = self.data.get("order")
        return order if isinstance(order, Mapping) else self.data

    @property
    def order(self) -> str | None:
        """The id of the order that this is about."""
        own = self.inner.get("id") if self.name.startswith("order.") else None
        found = self.data.get("order_id") or own
        text = str(found).strip() if isinstance(found, str | int) else ""
        return text if text.isprintable() and 0 < len(text) <= _LONGEST_REF else None


def read(body: bytes) -> Event:
    """Return the event of a body, or raise ``Unreadable``."""
    envelope = check(Envelope, load(body))
    if not envelope.event:
        raise Unreadable("event: Salla names none")
    return Event(envelope.event.lower(), envelope.merchant or "", envelope.created_at, envelope.data or {})
