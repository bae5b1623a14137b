"""What DHL sends: the form of its Unified Tracking API (https://developer.dhl.com/api-reference/shipment-tracking), as far as it is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator

from bot.connectors.reading import Detail, Payload, Ref
from bot.connectors.tolerant import ABSENT_UNLESS_OBJECT, ONLY_OBJECTS, Address, Text


def _several(value: object) -> object:
    return [value] if isinstance(value, Mapping) else value


class Place(Payload):
    """The address of a scan."""

    addressLocality: Text = None  # noqa: N815 - as DHL calls it
    countryCode: Text = None  # noqa: N815 - as DHL calls it


class Location(Payload):
    """Where a scan was made."""

    address: Annotated[Place | None, ABSENT_UNLESS_OBJECT] = None


class Event(Payload):
    """One scan: ``statusCode`` is the same for all divisions, ``typeCode`` the one of DHL Express, ``status`` sometimes either."""

    timestamp: object = None
    statusCode: Text = None  # noqa: N815 - as DHL calls it
    typeCode: Text = None  # noqa: N815 - as DHL calls it
    status: Text = None
    description: Text = None
    location: Annotated[Location | None, ABSENT_UNLESS_OBJECT] = None


class Reference(Payload):
    """What the shop calls a parcel."""

    number: Detail = None
    type: Text = None


class Details(Payload):
    """More of a parcel."""

    references: Annotated[tuple[Reference, ...], ONLY_OBJECTS, BeforeValidator(_several)] = ()


class Shipment(Payload):
    """A parcel; ``id`` is its tracking number."""

    id: Ref
    service: Text = None
    status: Annotated[Event | None, ABSENT_UNLESS_OBJECT] = None
    events: Annotated[tuple[Event, ...], ONLY_OBJECTS] = ()
    estimatedTimeOfDelivery: Text = None  # noqa: N815 - as DHL calls it
    serviceUrl: Address = None  # noqa: N815 - as DHL calls it
    details: Annotated[Details | None, ABSENT_UNLESS_OBJECT] = None
