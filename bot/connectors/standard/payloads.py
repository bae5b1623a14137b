"""The bodies that this door understands; README.md describes them to those who send them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, HttpUrl, StringConstraints


def _blank_is_absent(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _number_is_text(value: object) -> object:
    """Many shops write order and tracking numbers as JSON numbers."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _day(value: str | None) -> str | None:
    """Keep the day as the carrier writes it: in its own time zone, with or without a time behind it."""
    return None if value is None else date.fromisoformat(value[:10]).isoformat()


# No control characters: these texts become ids and reach customers.
_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Ref = Annotated[_Line, BeforeValidator(_number_is_text)]
Detail = Annotated[_Line | None, BeforeValidator(_blank_is_absent), BeforeValidator(_number_is_text)]
Time = Annotated[AwareDatetime | None, BeforeValidator(_blank_is_absent)]
Day = Annotated[str | None, BeforeValidator(_blank_is_absent), AfterValidator(_day)]
Url = Annotated[HttpUrl | None, BeforeValidator(_blank_is_absent)]


class _Payload(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class ShipmentData(_Payload):
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


class OrderData(_Payload):
    """``data`` of ``order.*``."""

    order: Ref
    status: Detail = None
    payment: Detail = None
    occurred_at: Time = None


class StandardEvent(_Payload):
    """The envelope of Standard Webhooks."""

    type: _Line
    timestamp: AwareDatetime
    data: object = None


class CloudEvent(_Payload):
    """A CloudEvent 1.0 in structured JSON (https://github.com/cloudevents/spec, version 1.0.2); ``subject`` is the order."""

    specversion: Literal["1.0"]
    id: _Line
    source: _Line
    type: _Line
    subject: Detail = None
    time: Time = None
    data: object = None
