"""What happens to the sample when the simulated store ships: through the real connector and the real merge."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.connectors.standard import CONNECTOR
from bot.domain.clock import DAY, from_instant
from bot.domain.merge import merge, milestones
from bot.domain.store_event import ShipmentEvent
from bot.simulator.sample import sample
from tests.connectors.knocking import NOOR, knock
from tests.connectors.knocking import event as read

if TYPE_CHECKING:
    from bot.domain.order import Order
    from bot.simulator.people import Shippable

NOW = 1_795_000_000_000
SAMPLE = sample(NOW)
ORDERS = {order.number: order for order in SAMPLE.orders}
WAITING = [parcel for found in SAMPLE.shippables.values() for parcel in found if not parcel.in_transit]
UNDER_WAY = [parcel for found in SAMPLE.shippables.values() for parcel in found if parcel.in_transit]


def shipped(parcel: Shippable, at: int) -> tuple[Order, Order]:
    data = {
        "order": parcel.order_number,
        "status": "in_transit",
        "tracking_number": parcel.tracking_number,
        "occurred_at": from_instant(at).isoformat(),
    }
    body = json.dumps({"type": "shipment.updated", "timestamp": from_instant(NOW).isoformat(), "data": data}).encode()
    before = ORDERS[parcel.order_number]
    (item,) = CONNECTOR.split(knock(body, store=replace(NOOR, id=before.store_id)), "msg_1").items
    event = read(CONNECTOR, item.body, store=replace(NOOR, id=before.store_id))
    assert isinstance(event, ShipmentEvent)
    return before, merge(before, event)


@pytest.mark.parametrize("parcel", WAITING, ids=lambda parcel: parcel.order_number)
def test_shipping_a_waiting_parcel_is_one_notice(parcel: Shippable) -> None:
    before, after = shipped(parcel, NOW)
    assert len(milestones(before, after)) == 1
    assert [one.state for one in after.shipments] == ["in_transit"]


@pytest.mark.parametrize("parcel", WAITING, ids=lambda parcel: parcel.order_number)
def test_a_waiting_parcel_can_have_been_silent_for_four_days(parcel: Shippable) -> None:
    _, after = shipped(parcel, NOW - 4 * DAY)
    assert (after.shipments[0].state, after.shipments[0].scan_at) == ("in_transit", NOW - 4 * DAY)


@pytest.mark.parametrize("parcel", UNDER_WAY, ids=lambda parcel: parcel.tracking_number)
def test_a_parcel_that_has_left_is_not_shipped_again(parcel: Shippable) -> None:
    before, after = shipped(parcel, NOW)
    assert milestones(before, after) == {}
    assert len(after.shipments) == len(before.shipments)


def test_the_lane_is_the_order() -> None:
    body = json.dumps({"type": "shipment.delivered", "timestamp": from_instant(NOW).isoformat(), "data": {"order": "NH-1042"}}).encode()
    assert CONNECTOR.split(knock(body), "msg_1").items[0].lane == "order:noor:NH-1042"
