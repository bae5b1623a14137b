"""One envelope for both dialects: Standard Webhooks and CloudEvents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from bot.connectors.reading import check
from bot.connectors.standard.payloads import CloudEvent, StandardEvent
from bot.domain.clock import to_instant

_LONGEST_REF = 200
_ORDER_NAMES = ("id", "order", "number")


@dataclass(frozen=True, slots=True)
class Envelope:
    """``type`` as sent, ``at`` the sender's instant (absent in some CloudEvents), ``identity`` ``source|id`` of a CloudEvent."""

    type: str
    at: int | None
    data: Mapping[str, object] = field(default_factory=dict)
    identity: str | None = None

    @property
    def topic(self) -> tuple[str, str]:
        """Subject and verb: the last two parts, so that ``com.example.shipment.delivered`` is understood as well."""
        parts = self.type.casefold().split(".")
        return ("", parts[0]) if len(parts) == 1 else (parts[-2].strip(), parts[-1])

    @property
    def order(self) -> str | None:
        """The order that the event is about, if it names one in a form fit for an id."""
        names = _ORDER_NAMES if self.topic[0] == "order" else ("order",)
        return next((text for name in names if (text := self._text(name))), None)

    @property
    def parcel(self) -> str | None:
        """The parcel that the event is about, if it names one."""
        return self._text("tracking_number") if self.topic[0] == "shipment" else None

    def _text(self, name: str) -> str | None:
        ref = self.data.get(name)
        text = str(ref).strip() if isinstance(ref, str | int) else ""
        return text if text.isprintable() and 0 < len(text) <= _LONGEST_REF else None


def read(document: object) -> Envelope:
    """Return the envelope of one event, or raise ``Unreadable``."""
    if isinstance(document, Mapping) and "specversion" in document:
        return _cloud_event(check(CloudEvent, document))
    event = check(StandardEvent, document)
    return Envelope(event.type, to_instant(event.timestamp), _mapping(event.data))


def from_headers(headers: Mapping[str, str], data: object) -> dict[str, object] | None:
    """Return a CloudEvent in binary mode as a structured one, ``None`` when the headers carry none (HTTP binding 1.0.2, section 3.1).

    For doors that know their visitor by something else than a signature over the body: that vouches for no header.
    """
    attributes = {name.lower().removeprefix("ce-"): unquote(value) for name, value in headers.items() if name.lower().startswith("ce-")}
    return {**attributes, "data": data} if "specversion" in attributes else None


def _cloud_event(event: CloudEvent) -> Envelope:
    subject = {"order": event.subject} if event.subject else {}
    at = to_instant(event.time) if event.time else None
    return Envelope(event.type, at, {**_mapping(event.data), **subject}, f"{event.source}|{event.id}")


def _mapping(data: object) -> Mapping[str, object]:
    return data if isinstance(data, Mapping) else {}
