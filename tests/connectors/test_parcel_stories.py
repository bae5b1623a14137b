"""What carriers' stories amount to: the order's parcel, and what its customer hears of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors import aftership, easypost, seventeentrack, shippo
from bot.domain.clock import parse_instant
from bot.domain.merge import merge
from bot.domain.milestones import news
from bot.domain.money import Money
from bot.domain.order import Order
from tests.connectors.knocking import events

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.connectors.base import Connector
    from bot.domain.store_event import StoreEvent

HERE = Path(__file__).parent
AFTERSHIP, EASYPOST, SEVENTEENTRACK, SHIPPO = (one.CONNECTOR for one in (aftership, easypost, seventeentrack, shippo))
ORDER = Order("noor:5301", "noor", "NH-1042", 0, "confirmed", "paid", Money(24_900, "SAR"))


def body(connector: Connector[Any], name: str, tracking_number: str | None = None) -> bytes:
    """Return a constructed fixture, with another tracking number if one is given."""
    text = (HERE / connector.name / "fixtures" / f"constructed_{name}.json").read_text(encoding="utf-8")
    if tracking_number is not None:
        for number in ("290123456789", "AX 4471 0098 12", "4471009812", "LP00123456789CN"):
            text = text.replace(f'"{number}"', json.dumps(tracking_number))
    return text.encode()


def told(connector: Connector[Any], *names: str, tracking_number: str | None = None) -> list[StoreEvent]:
    return [one for name in names for one in events(connector, body(connector, name, tracking_number))]


def after(story: Iterable[StoreEvent]) -> Order:
    order = ORDER
    for one in story:
        order = merge(order, one)
    return order


def heard(order: Order) -> set[str]:
    """Return what is news of the order's parcels."""
    return {milestone for milestone, subject, _ in news(order) if subject}


@pytest.mark.parametrize(
    ("connector", "name", "state", "milestones"),
    [
        (AFTERSHIP, "tracking_update_out_for_delivery", "out_for_delivery", {"out_for_delivery"}),
        (AFTERSHIP, "tracking_update_attempt_failed", "out_for_delivery", {"attempt_failed"}),
        (AFTERSHIP, "edd_revise", "out_for_delivery", {"attempt_failed"}),
        (AFTERSHIP, "tracking_update_delivered", "delivered", {"delivered"}),
        (AFTERSHIP, "tracking_update_returned", "returned", {"returned"}),
        (EASYPOST, "tracker_created", "label_created", set()),
        (EASYPOST, "tracker_updated_delivered", "delivered", {"delivered"}),
        (EASYPOST, "tracker_updated_return_to_sender", "in_transit", {"returning"}),
        (SHIPPO, "track_updated_out_for_delivery", "out_for_delivery", {"out_for_delivery"}),
        (SHIPPO, "track_updated_attempt_failed", "out_for_delivery", {"attempt_failed"}),
        (SEVENTEENTRACK, "tracking_updated_out_for_delivery", "out_for_delivery", {"out_for_delivery"}),
        (SEVENTEENTRACK, "tracking_updated_delivery_failure", "unknown", {"attempt_failed"}),
    ],
)
def test_each_webhook_leaves_one_parcel_and_its_furthest_step_as_news(connector: Connector[Any], name: str, state: str, milestones: set[str]) -> None:
    order = after(told(connector, name))
    assert [parcel.state for parcel in order.shipments] == [state]
    assert heard(order) == milestones


def test_a_parcel_knows_its_carrier_page_day_and_last_scan() -> None:
    (parcel,) = after(told(AFTERSHIP, "tracking_update_out_for_delivery")).shipments
    assert (parcel.carrier, parcel.tracking_number, parcel.eta) == ("SMSA Express", "290123456789", "2026-11-18")
    assert parcel.tracking_url == "https://www.smsaexpress.com/trackingdetails?tracknumbers=290123456789"
    assert (parcel.scan_place, parcel.scan_at) == ("Riyadh, Saudi Arabia", parse_instant("2026-11-17T08:10:00+03:00"))


def test_a_revised_day_replaces_the_old_one_also_when_an_old_webhook_comes_late() -> None:
    story = told(AFTERSHIP, "edd_revise", "tracking_update_attempt_failed", "tracking_update_out_for_delivery")
    assert after(story).shipments[0].eta == "2026-11-19"


def test_a_second_day_out_ends_what_the_failed_attempt_began() -> None:
    day_two = told(AFTERSHIP, "tracking_update_delivered")[:-2]
    (parcel,) = after(day_two).shipments
    assert (parcel.state, parcel.flags) == ("out_for_delivery", ())


def test_a_return_begins_before_it_ends() -> None:
    story = [one for one in told(AFTERSHIP, "tracking_update_returned") if one.occurred_at < parse_instant("2026-11-19T00:00:00Z")]
    order = after(story)
    assert (order.shipments[0].flags, heard(order)) == (("returning",), {"returning"})


@given(st.permutations(range(5)), st.lists(st.integers(0, 4), max_size=4))
def test_four_systems_that_tell_of_one_parcel_agree_whoever_is_faster(sequence: list[int], again: list[int]) -> None:
    number = "AX 44"
    stories = [
        told(AFTERSHIP, "tracking_update_out_for_delivery", tracking_number=number),
        told(AFTERSHIP, "tracking_update_delivered", tracking_number="ax-44"),
        told(EASYPOST, "tracker_updated_delivered", tracking_number="AX44"),
        told(SHIPPO, "track_updated_attempt_failed", tracking_number=number),
        told(SEVENTEENTRACK, "tracking_updated_out_for_delivery", tracking_number=number),
    ]
    straight = after(one for story in stories for one in story)
    mixed = after(one for place in (*sequence, *again) for one in stories[place])
    assert mixed == straight
    assert (len(mixed.shipments), heard(mixed)) == (1, {"delivered"})
