"""One envelope for both dialects: Standard Webhooks and CloudEvents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.connectors.reading import check
from bot.connectors.standard.payloads import CloudEvent, StandardEvent
from bot.domain.clock import to_instant

_LONGEST_REF = 200


@dataclass(frozen=True, slots=True)
class Envelope:
    """``type`` as sent, ``at`` the sender's instant (absent in some CloudEvents), ``identity`` ``source|id`` of a CloudEvent."""

    type: str
    at: int | None
    data: Mapping[str, object] = field(default_factory=dict)
    identity: str | None = None

    @property
    def order(self) -> str | None:
        """The order that the event is about, if it names one in a form fit for an id."""
        ref = self.data.get("order")
        text = str(ref).strip() if isinstance(ref, str | int) else ""
        return text if text.isprintable() and 0 < len(text) <= _LONGEST_REF else None


def read(document: object) -> Envelope:
    """Return the envelope of one event, or raise ``Unreadable``."""
    if isinstance(document, Mapping) and "specversion" in document:
        return _cloud_event(check(CloudEvent, document))
    event = check(StandardEvent, document)
    return Envelope(event.type, to_instant(event.timestamp), _mapping(event.data))


def _cloud_event(event: CloudEvent) -> Envelope:
    subject = {"order": event.subject} if event.subject else {}
    at = to_instant(event.time) if event.time else None
    return Envelope(event.type, at, {**_mapping(event.data), **subject}, f"{event.source}|{event.id}")


def _mapping(data: object) -> Mapping[str, object]:
    return data if isinstance(data, Mapping) else {}
