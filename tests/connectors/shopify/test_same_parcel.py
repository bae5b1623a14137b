"""However Shopify tells of a parcel, and in whatever sequence, it is one parcel in the same state."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.details import blank_order
from bot.domain.merge import merge
from bot.domain.order import Order, order_id
from tests.connectors.shopify.shop import REF, TRACKING, fulfillment, order, parsed, refund, step

DELIVERED = fulfillment(shipment_status="delivered", updated_at="2026-11-23T15:00:00+03:00")
OTHER = fulfillment(id=2, name="#NH1042.2", tracking_number="B2", tracking_numbers=["B2"])
TOLD = [
    (order(), "orders/create"),
    (fulfillment(), "fulfillments/create"),
    (OTHER, "fulfillments/create"),
    (step("out_for_delivery", happened_at="2026-11-23T09:00:00+03:00", fulfillment=fulfillment()), "fulfillment_events/create"),
    (DELIVERED, "fulfillments/update"),
    (order(updated_at="2026-11-23T15:00:01+03:00", financial_status="paid", fulfillments=[DELIVERED, OTHER]), "orders/updated"),
    (order(updated_at="2026-11-25T12:00:03+03:00", financial_status="partially_refunded", refunds=[refund()]), "orders/updated"),
    (refund(), "refunds/create"),
]


def after(told: list[tuple[dict[str, object], str]]) -> Order:
    found = blank_order(order_id("noor", REF), "noor")
    for document, topic in told:
        for event in parsed(document, topic):
            found = merge(found, event)
    return found


@given(st.permutations(TOLD))
def test_any_sequence_comes_to_the_same(told: list[tuple[dict[str, object], str]]) -> None:
    assert after(told) == after(TOLD)


@given(st.permutations([*TOLD, *TOLD]))
def test_repetition_changes_nothing(told: list[tuple[dict[str, object], str]]) -> None:
    assert after(told) == after(TOLD)


def test_two_fulfillments_are_two_parcels() -> None:
    assert {parcel.id: parcel.state for parcel in after(TOLD).shipments} == {TRACKING: "delivered", "B2": "in_transit"}


def test_the_money_is_told_once() -> None:
    found = after(TOLD)
    assert (found.payment, found.refunded and found.refunded.minor, len(found.refunds)) == ("partially_refunded", 4_500, 1)
