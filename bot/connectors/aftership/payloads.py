"""AfterShip's webhook bodies, versions 2022-07 to 2026-07: what of them is used.

https://www.aftership.com/docs/tracking/webhook/webhook-specifications
"""

from __future__ import annotations

from typing import Annotated

from bot.connectors.reading import Detail, Payload, Ref
from bot.connectors.tolerant import ABSENT_UNLESS_OBJECT, ONLY_OBJECTS, Address, Text


class Named(Payload):
    """What tells one event from another."""

    event_id: Text = None


class Webhook(Payload):
    """The envelope: ``ts`` are Unix seconds."""

    event: Text = None
    ts: object = None
    msg: object = None


class Checkpoint(Payload):
    """One scan. The time is the carrier's, with an offset only where the carrier gives one."""

    checkpoint_time: Text = None
    tag: Text = None
    subtag: Text = None
    location: Text = None
    city: Text = None
    state: Text = None
    country_name: Text = None


class Estimate(Payload):
    """A day of arrival; older versions name it otherwise than newer ones."""

    datetime: Text = None
    datetime_max: Text = None
    estimated_delivery_date: Text = None
    estimated_delivery_date_max: Text = None


Checkpoints = Annotated[tuple[Checkpoint, ...], ONLY_OBJECTS]
MaybeEstimate = Annotated[Estimate | None, ABSENT_UNLESS_OBJECT]


class Tracking(Payload):
    """A parcel as AfterShip knows it."""

    tracking_number: Ref
    slug: Text = None
    tag: Text = None
    subtag: Text = None
    order_number: Detail = None
    order_id: Detail = None
    courier_tracking_link: Address = None
    expected_delivery: Text = None
    latest_estimated_delivery: MaybeEstimate = None
    courier_estimated_delivery_date: MaybeEstimate = None
    checkpoints: Checkpoints = ()
