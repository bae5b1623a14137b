"""Shippo's webhook bodies: what of them is used (https://docs.goshippo.com/docs/tracking/tracking)."""

from __future__ import annotations

from typing import Annotated

from bot.connectors.reading import Payload, Ref
from bot.connectors.tolerant import ABSENT_UNLESS_OBJECT, ONLY_OBJECTS, Flag, Shown


class Webhook(Payload):
    """The envelope; ``test`` is absent in some."""

    event: Shown = None
    test: Flag = None
    data: object = None


class Substatus(Payload):
    """What a status means in particular; there is no other sign of a courier who is on the way."""

    code: Shown = None
    action_required: Flag = None


class Location(Payload):
    """Where a scan was made."""

    city: Shown = None
    state: Shown = None
    country: Shown = None


MaybeSubstatus = Annotated[Substatus | None, ABSENT_UNLESS_OBJECT]
MaybeLocation = Annotated[Location | None, ABSENT_UNLESS_OBJECT]


class Status(Payload):
    """One scan."""

    object_id: Shown = None
    object_updated: Shown = None
    status: Shown = None
    substatus: MaybeSubstatus = None
    status_date: Shown = None
    location: MaybeLocation = None


MaybeStatus = Annotated[Status | None, ABSENT_UNLESS_OBJECT]
Statuses = Annotated[tuple[Status, ...], ONLY_OBJECTS]


class Track(Payload):
    """A parcel as Shippo knows it; ``metadata`` is what the shop wrote there."""

    tracking_number: Ref
    carrier: Shown = None
    eta: Shown = None
    original_eta: Shown = None
    metadata: Shown = None
    tracking_status: MaybeStatus = None
    tracking_history: Statuses = ()
