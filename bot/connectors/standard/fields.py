"""The kinds of field that the documented events are made of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Final

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, HttpUrl, StringConstraints, UrlConstraints, WithJsonSchema

from bot.connectors.amounts import currency_code
from bot.errors import Unreadable

# What lies outside is a unit mistaken for another one, and would overflow somewhere later.
_EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)
_MOST: Final = 10**12


def _blank_is_absent(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _none_is_empty(value: object) -> object:
    return () if value is None else value


def _sensible(value: datetime | None) -> datetime | None:
    if value is not None and not _EARLIEST <= value < _LATEST:
        raise ValueError("a time from 2000 to 2099 is expected: ISO 8601 with an offset or Z")
    return value


def _day(value: str | None) -> str | None:
    """Keep the day as the carrier writes it: in its own time zone, with or without a time behind it."""
    return None if value is None else date.fromisoformat(value[:10]).isoformat()


def _currency(value: str | None) -> str | None:
    try:
        return None if value is None else currency_code(value)
    except Unreadable as error:
        raise ValueError(str(error)) from error


def _country(value: str | None) -> str | None:
    return None if value is None else value.strip().upper()


_BLANK = BeforeValidator(_blank_is_absent)
_TIME = WithJsonSchema({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}], "default": None})
_DAY = WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}], "default": None})

Time = Annotated[AwareDatetime | None, _BLANK, AfterValidator(_sensible), _TIME]
Day = Annotated[str | None, _BLANK, AfterValidator(_day), _DAY]
Url = Annotated[HttpUrl | None, _BLANK]
# What Wasla itself will fetch.
SecureUrl = Annotated[HttpUrl, UrlConstraints(max_length=2083, allowed_schemes=["https"])]
DocumentUrl = Annotated[SecureUrl | None, _BLANK]
Amount = Annotated[Decimal, Field(ge=-_MOST, le=_MOST)]
Total = Annotated[Decimal, Field(ge=0, le=_MOST)]
Currency = Annotated[Annotated[str, StringConstraints(max_length=8)] | None, _BLANK, AfterValidator(_currency)]
Country = Annotated[Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\s*[A-Za-z]{2}\s*$")] | None, _BLANK, AfterValidator(_country)]
Language = Annotated[
    Annotated[str, StringConstraints(strip_whitespace=True, max_length=35, pattern=r"^\s*[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*\s*$")] | None, _BLANK
]
Words = Annotated[Annotated[tuple[str, ...], Field(max_length=20)], BeforeValidator(_none_is_empty)]
# Lists that may be left out or ``null``.
OrNone = BeforeValidator(_none_is_empty)
