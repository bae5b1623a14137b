from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.magento import CONNECTOR
from bot.connectors.magento.options import MagentoOptions
from bot.domain.money import Money
from bot.errors import Unauthenticated
from tests.connectors.magento.shop import SECRET, fixture, parsed, saved, shipped, whole
from tests.connectors.telling import Told, begins, through_the_door, told

if TYPE_CHECKING:
    from bot.connectors.base import Connector

SENT = fixture("shipments")["items"]
MEMOS = fixture("creditmemos")["items"]
LIFE = (
    whole(state="new", status="pending", total_due=172.5, total_paid=0),
    whole(),
    saved("shipment"),
    whole(SENT, state="complete", status="complete", updated_at="2026-11-21 06:05:02"),
    whole(SENT, MEMOS, state="complete", status="complete", updated_at="2026-11-25 08:30:02", total_refunded=57.5),
)


def with_statuses(statuses: tuple[str, ...]) -> Connector[MagentoOptions]:
    """Return the connector as a shop has set it up that has statuses of its own."""
    options = MagentoOptions(statuses=statuses)
    return replace(CONNECTOR, parse=lambda delivery: CONNECTOR.parse(replace(delivery, options=options)))


def story(*contents: bytes) -> Told:
    return told(CONNECTOR, [(content, "") for content in contents])


def test_the_customer_hears_of_each_step_once() -> None:
    assert story(*LIFE, *LIFE).heard == ("confirmed", "shipped", "refunded")


def test_the_order_knows_all_of_it_in_the_end() -> None:
    order = story(*LIFE).order
    assert (order.number, order.state, order.payment, order.total) == ("000000042", "fulfilled", "partially_refunded", Money(17_250, "SAR"))
    assert (order.phone, [parcel.tracking_number for parcel in order.shipments]) == ("+966559876543", ["4471009812"])


def test_thin_events_tell_the_same_steps() -> None:
    thin = story(saved("order"), saved("shipment"), saved("track"), saved("creditmemo"))
    assert thin.heard == ("confirmed", "shipped", "refunded")
    assert [(parcel.tracking_number, parcel.carrier) for parcel in thin.order.shipments] == [("4471009812", "Aramex")]


def test_two_parts_of_an_order_are_two_parcels() -> None:
    parts = [shipped("A", items=[{"order_item_id": 91, "qty": 2}]), shipped("B", items=[{"order_item_id": 93, "qty": 1}])]
    first, second = story(whole(parts[:1]), whole(parts, state="complete")).order.shipments
    assert [(one.tracking_number, one.lines[0].title) for one in (first, second)] == [("A", "تمر سكري"), ("B", "Honey & Nuts")]


def test_the_shops_own_statuses_are_steps_as_well() -> None:
    statuses = ("packed=preparing", "courier=out_for_delivery", "arrived=delivered")
    steps = [
        whole(),
        whole(status="packed", updated_at="2026-11-20 12:00:00"),
        whole(SENT, status="courier", updated_at="2026-11-21 07:00:00"),
        whole(SENT, state="complete", status="arrived", updated_at="2026-11-21 12:00:00"),
    ]
    found = told(with_statuses(statuses), [(content, "") for content in steps])
    assert found.heard == ("confirmed", "prepared", "shipped", "out_for_delivery", "delivered")


def test_what_is_held_back_goes_on_later() -> None:
    held = whole(state="holded", status="holded", updated_at="2026-11-20 08:00:00")
    assert story(whole(), held).order.held
    assert not story(whole(), held, whole(updated_at="2026-11-20 09:00:00")).order.held


def test_cash_at_the_door_is_confirmed_at_once() -> None:
    cash = whole(state="new", status="pending", total_due=172.5, total_paid=None, payment={"method": "cashondelivery"})
    found = story(cash)
    assert (found.heard, found.order.cash_on_delivery, found.order.payment) == (("confirmed",), True, "pending")


def test_a_cancelled_order_is_told_to_be() -> None:
    cancelled = whole(state="canceled", status="canceled", updated_at="2026-11-20 12:00:00")
    assert story(whole(), cancelled).heard == ("confirmed", "cancelled")


@given(st.permutations(LIFE), st.lists(st.sampled_from(LIFE), max_size=4))
def test_any_sequence_and_repetition_ends_in_the_same_order(contents: list[bytes], repeated: list[bytes]) -> None:
    assert story(*contents, *repeated).order == story(*LIFE).order


def test_every_whole_order_may_begin_it() -> None:
    assert all(begins(CONNECTOR, content) for content in (*LIFE[:2], *LIFE[3:], saved("order")))
    assert not begins(CONNECTOR, saved("shipment"))


@pytest.mark.parametrize("name", ["order", "shipment", "track", "creditmemo"])
def test_a_repeated_delivery_is_the_same_item(name: str) -> None:
    first, second = (through_the_door(CONNECTOR, saved(name), [SECRET], {}, token=SECRET) for _ in range(2))
    assert first == second
    assert first[1] == parsed(saved(name))


def test_nobody_comes_through_the_door_without_the_secret() -> None:
    with pytest.raises(Unauthenticated):
        through_the_door(CONNECTOR, saved("order"), [SECRET], {}, token="guessed")
