"""17TRACK's webhook bodies, versions 2.2 and 2.4: what of them is used (https://api.17track.net/en/doc)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.connectors.reading import Payload, Ref
from bot.connectors.tolerant import ABSENT_UNLESS_OBJECT, ONLY_OBJECTS, Shown


class Webhook(Payload):
    """The envelope."""

    event: Shown = None
    data: object = None


class Status(Payload):
    """What the parcel as a whole stands at."""

    status: Shown = None
    sub_status: Shown = None


class Event(Payload):
    """One scan; ``stage`` is there for milestones only."""

    time_utc: Shown = None
    time_iso: Shown = None
    location: Shown = None
    stage: Shown = None
    sub_status: Shown = None


class Provider(Payload):
    """A carrier; ``key`` is the number that ``carrier`` gives as well."""

    key: Shown = None
    name: Shown = None


Events = Annotated[tuple[Event, ...], ONLY_OBJECTS]
MaybeProvider = Annotated[Provider | None, ABSENT_UNLESS_OBJECT]


class Journey(Payload):
    """What one carrier knows; a parcel that changes hands has several."""

    provider: MaybeProvider = None
    latest_sync_time: Shown = None
    events: Events = ()


JourneyList = Annotated[tuple[Journey, ...], ONLY_OBJECTS]


class Journeys(Payload):
    """What all carriers know."""

    providers: JourneyList = ()


class Estimate(Payload):
    """The span in which the parcel is to arrive."""

    begins: Shown = Field(default=None, alias="from")
    ends: Shown = Field(default=None, alias="to")


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
    carrier: Shown = None
    tag: Shown = None
    track_info: MaybeInfo = None
