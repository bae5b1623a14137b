"""17TRACK's webhook bodies, versions 2.2 and 2.4: what of them is used (https://api.17track.net/en/doc)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.connectors.reading import Payload, Ref
from bot.connectors.tolerant import ABSENT_UNLESS_OBJECT, ONLY_OBJECTS, Text


class Webhook(Payload):
    """The envelope."""

    event: Text = None
    data: object = None


class Status(Payload):
    """What the parcel as a whole stands at."""

    status: Text = None
    sub_status: Text = None


class Event(Payload):
    """One scan; ``stage`` is there for milestones only."""

    time_utc: Text = None
    time_iso: Text = None
    location: Text = None
    stage: Text = None
    sub_status: Text = None


class Provider(Payload):
    """A carrier; ``key`` is the number that ``carrier`` gives as well."""

    key: Text = None
    name: Text = None


Events = Annotated[tuple[Event, ...], ONLY_OBJECTS]
MaybeProvider = Annotated[Provider | None, ABSENT_UNLESS_OBJECT]


class Journey(Payload):
    """What one carrier knows; a parcel that changes hands has several."""

    provider: MaybeProvider = None
    latest_sync_time: Text = None
    events: Events = ()


JourneyList = Annotated[tuple[Journey, ...], ONLY_OBJECTS]


class Journeys(Payload):
    """What all carriers know."""

    providers: JourneyList = ()


class Estimate(Payload):
    """The span in which the parcel is to arrive."""

    begins: Text = Field(default=None, alias="from")
    ends: Text = Field(default=None, alias="to")


MaybeEstimate = Annotated[Estimate | None, ABSENT_UNLESS_OBJECT]


class TimeMetrics(Payload):
    """Figures about time."""

    estimated_delivery_date: MaybeEstimate = None


MaybeStatus = Annotated[Status | None, ABSENT_UNLESS_OBJECT]
MaybeEvent = Annotated[Event | None, ABSENT_UNLESS_OBJECT]
MaybeMetrics = Annotated[TimeMetrics | None, ABSENT_UNLESS_OBJECT]
MaybeJourneys = Annotated[Journeys | None, ABSENT_UNLESS_OBJECT]


class TrackInfo(Payload):
    """What is known of a parcel."""

    latest_status: MaybeStatus = None
    latest_event: MaybeEvent = None
    time_metrics: MaybeMetrics = None
    tracking: MaybeJourneys = None


MaybeInfo = Annotated[TrackInfo | None, ABSENT_UNLESS_OBJECT]


class Tracked(Payload):
    """A registered parcel; ``tag`` is what the shop registered it under."""

    number: Ref
    carrier: Text = None
    tag: Text = None
    track_info: MaybeInfo = None
