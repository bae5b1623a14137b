"""Shippo's webhook bodies: what of them is used (https://docs.goshippo.com/docs/tracking/tracking)."""

from __future__ import annotations

from typing import Annotated

from bot.connectors.reading import Payload, Ref
from bot.connectors.tolerant import ABSENT_UNLESS_OBJECT, ONLY_OBJECTS, Flag, Text


class Webhook(Payload):
    """The envelope; ``test`` is absent in some."""

    event: Text = None
    test: Flag = None
    data: object = None


class Substatus(Payload):
    """What a status means in particular; there is no other sign of a courier who is on the way."""

    code: Text = None
    action_required: Flag = None


class Location(Payload):
    """Where a scan was made."""

    city: Text = None
    state: Text = None
    country: Text = None


MaybeSubstatus = Annotated[Substatus | None, ABSENT_UNLESS_OBJECT]
MaybeLocation = Annotated[Location | None, ABSENT_UNLESS_OBJECT]


class Status(Payload):
    """One scan."""

    object_id: Text = None
    object_updated: Text = None
    status: Text = None
    substatus: MaybeSubstatus = None
    status_date: Text = None
    location: MaybeLocation = None


MaybeStatus = Annotated[Status | None, ABSENT_UNLESS_OBJECT]
Statuses = Annotated[tuple[Status, ...], ONLY_OBJECTS]


class Track(Payload):
    """A parcel as Shippo knows it; ``metadata`` is what the shop wrote there."""

    tracking_number: Ref
    carrier: Text = None
    eta: Text = None
    original_eta: Text = None
    metadata: Text = None
    tracking_status: MaybeStatus = None
    tracking_history: Statuses = ()
