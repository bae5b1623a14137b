"""An order of three parcels, told by a store, a carrier and an invoicing system at once: who is faster makes no difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.details import blank_order
from bot.domain.merge import merge
from bot.domain.milestones import Reached, milestones, news
from tests.domain.three_parcels import EVERYTHING, interleaved

if TYPE_CHECKING:
    from bot.domain.order import Order
    from bot.domain.store_event import StoreEvent

BLANK = blank_order("noor:1", "noor")
MANY = 200


def live(commits: list[list[StoreEvent]]) -> tuple[Order, set[Reached]]:
    """Return the order in the end and what is said of it, if all of that comes before the first message goes."""
    order = BLANK
    queued: set[Reached] = set()
    for events in commits:
        before = order
        for event in events:
            order = merge(order, event)
        queued |= set(milestones(before, order))
    return order, queued & news(order).keys()


def test_every_interleaving_ends_in_the_same_order_and_says_the_same() -> None:
    order, said = live([[event] for event in EVERYTHING])
    for seed in range(MANY):
        assert live(interleaved(seed)) == (order, said), f"interleaving {seed}"


def test_what_is_said_is_the_furthest_step_of_each_parcel_and_every_paper() -> None:
    _, said = live([EVERYTHING])
    assert {f"{milestone} {subject}".strip() for milestone, subject, _ in said} == {
        "delivered A1",
        "out_for_delivery A2",
        "shipped A3",
        "delayed A3",
        "invoice INV-1",
        "credit_note CN-1",
        "refunded R1",
    }


def test_told_as_it_happens_every_step_is_said_once() -> None:
    order = BLANK
    said: list[Reached] = []
    for event in sorted(EVERYTHING, key=lambda event: event.occurred_at):
        after = merge(order, event)
        said += milestones(order, after)
        order = after
    steps = [milestone for milestone, subject, _ in said if subject in {"", "A2"}]
    assert len(said) == len(set(said))
    assert steps == ["confirmed", "payment_received", "prepared", "shipped", "out_for_delivery", "attempt_failed", "out_for_delivery"]
