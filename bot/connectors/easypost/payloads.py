"""EasyPost's events and trackers: what of them is used (https://docs.easypost.com/docs/events, .../docs/trackers)."""

from __future__ import annotations

from typing import Annotated

from bot.connectors.reading import Detail, Payload, Ref
from bot.connectors.tolerant import ABSENT_UNLESS_OBJECT, ONLY_OBJECTS, Address, Flag, Text


class Named(Payload):
    """What tells one event from another."""

    id: Text = None


class Event(Payload):
    """The envelope; ``result`` is the object that has changed, absent when an event is asked for later."""

    description: Text = None
    mode: Text = None
    created_at: Text = None
    result: object = None


class Location(Payload):
    """Where a scan was made."""

    city: Text = None
    state: Text = None
    country: Text = None


MaybeLocation = Annotated[Location | None, ABSENT_UNLESS_OBJECT]


class TrackingDetail(Payload):
    """One scan."""

    status: Text = None
    status_detail: Text = None
    datetime: Text = None
    tracking_location: MaybeLocation = None


class CarrierDetail(Payload):
    """What some carriers add."""

    est_delivery_date_local: Text = None


TrackingDetails = Annotated[tuple[TrackingDetail, ...], ONLY_OBJECTS]
MaybeCarrierDetail = Annotated[CarrierDetail | None, ABSENT_UNLESS_OBJECT]


class Tracker(Payload):
    """A parcel as EasyPost knows it; ``reference`` is read where an account's trackers carry one."""

    tracking_code: Ref
    status: Text = None
    status_detail: Text = None
    updated_at: Text = None
    est_delivery_date: Text = None
    carrier: Text = None
    public_url: Address = None
    reference: Detail = None
    is_return: Flag = None
    carrier_detail: MaybeCarrierDetail = None
    tracking_details: TrackingDetails = ()
