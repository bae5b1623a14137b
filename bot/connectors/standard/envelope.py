"""One envelope for both dialects: Standard Webhooks and CloudEvents."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import orjson
from pydantic import BaseModel, ValidationError

from bot.connectors.standard.payloads import CloudEvent, StandardEvent
from bot.domain.clock import to_instant
from bot.errors import Unreadable

_LONGEST_REF = 200
Payload = TypeVar("Payload", bound=BaseModel)


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


def load(body: bytes) -> object:
    """Return the JSON value of a body, or raise ``Unreadable``."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return _load_leniently(body)


def _load_leniently(body: bytes) -> object:
    """Read what orjson refuses, above all half a surrogate pair in one event of a batch, which must not sink the others."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"the body is not JSON: {error}") from error


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


def check(model: type[Payload], document: object) -> Payload:
    """Return the document as ``model``, or raise ``Unreadable`` with every field that is wrong, but without its value."""
    try:
        return model.model_validate(document)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, one['loc'])) or 'body'}: {one['msg']}" for one in error.errors(include_url=False, include_input=False))
        raise Unreadable(wrong) from error
