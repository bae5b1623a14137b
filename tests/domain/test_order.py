from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from bot.domain.money import Money
from bot.domain.order import MOVING, SHIPMENT_RANK, TERMINAL, Order, OrderState, Shipment, ShipmentState

ORDER = Order("noor:1042", "noor", "NH-1042", 0, "confirmed", "paid", Money(10000, "SAR"))
ON_THE_WAY = Shipment("1", "in_transit", 0)
ARRIVED = Shipment("2", "delivered", 0)


def test_every_shipment_state_has_a_rank() -> None:
    assert set(SHIPMENT_RANK) == set(get_args(ShipmentState))


def test_moving_and_ended_are_different_things_and_an_end_ranks_higher() -> None:
    assert not MOVING & TERMINAL
    assert max(SHIPMENT_RANK[state] for state in MOVING) < min(SHIPMENT_RANK[state] for state in TERMINAL)


@pytest.mark.parametrize("state", ["received", "confirmed", "preparing", "ready"])
def test_an_order_that_has_not_left_is_open(state: OrderState) -> None:
    assert replace(ORDER, state=state).open


@pytest.mark.parametrize("state", ["fulfilled", "closed", "cancelled"])
def test_an_order_without_parcels_ends_with_its_own_state(state: OrderState) -> None:
    assert not replace(ORDER, state=state).open


def test_an_order_is_open_until_its_last_parcel_has_arrived() -> None:
    assert replace(ORDER, state="fulfilled", shipments=(ON_THE_WAY, ARRIVED)).open
    assert not replace(ORDER, state="fulfilled", shipments=(ARRIVED,)).open


def test_a_cancelled_order_is_not_open_whatever_its_parcel_does() -> None:
    assert not replace(ORDER, state="cancelled", shipments=(ON_THE_WAY,)).open
