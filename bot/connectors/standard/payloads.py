"""The bodies that this door understands; README.md describes them to those who send them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, HttpUrl

from bot.connectors.reading import Detail, Line, Payload, Ref


def _blank_is_absent(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _day(value: str | None) -> str | None:
    """Keep the day as the carrier writes it: in its own time zone, with or without a time behind it."""
    return None if value is None else date.fromisoformat(value[:10]).isoformat()


Time = Annotated[AwareDatetime | None, BeforeValidator(_blank_is_absent)]
Day = Annotated[str | None, BeforeValidator(_blank_is_absent), AfterValidator(_day)]
Url = Annotated[HttpUrl | None, BeforeValidator(_blank_is_absent)]


class ShipmentData(Payload):
    """``data`` of ``shipment.*``."""

    order: Ref
    status: Detail = None
    tracking_number: Detail = None
    carrier: Detail = None
    tracking_url: Url = None
    occurred_at: Time = None
    place: Detail = None
    eta: Day = None
    flags: tuple[str, ...] = ()


class OrderData(Payload):
    """``data`` of ``order.*``."""

    order: Ref
    status: Detail = None
    payment: Detail = None
    occurred_at: Time = None


class StandardEvent(Payload):
    """The envelope of Standard Webhooks."""

    type: Line
    timestamp: AwareDatetime
    data: object = None


class CloudEvent(Payload):
    """A CloudEvent 1.0 in structured JSON (https://github.com/cloudevents/spec, version 1.0.2); ``subject`` is the order."""

    specversion: Literal["1.0"]
    id: Line
    source: Line
    type: Line
    subject: Detail = None
    time: Time = None
    data: object = None
