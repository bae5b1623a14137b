"""Each step of a story is read by the real connector, and makes the notice that a newcomer expects."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import orjson
import pytest

from bot.connectors.standard import CONNECTOR
from bot.domain.clock import MINUTE
from bot.domain.details import blank_order
from bot.domain.merge import merge, milestones
from bot.domain.store_event import OrderEvent
from bot.errors import UserMistake
from bot.simulator.order_story import STEPS, begun, iso
from tests.connectors.knocking import NOOR, NOW, events

from .conftest import NOUR, SARA

if TYPE_CHECKING:
    from .conftest import Sim

SHOP = replace(NOOR, id="shop")


def body(step: str, at: int = NOW) -> bytes:
    event_type, data = STEPS[step](begun(SARA, NOW), at)
    return orjson.dumps({"type": event_type, "timestamp": iso(at), "data": data})


@pytest.mark.parametrize("step", STEPS)
def test_every_step_is_understood(step: str) -> None:
    assert events(CONNECTOR, body(step), store=SHOP)


def test_a_new_order_has_everything_that_makes_one() -> None:
    (event,) = events(CONNECTOR, body("place"), store=SHOP)
    assert isinstance(event, OrderEvent)
    assert event.buyer is not None
    assert (event.buyer.phone, event.buyer.language, event.payment, event.total is not None) == ("+966511111111", "ar", "pending", True)


def test_delays_and_attempts_are_new_each_time() -> None:
    story = begun(SARA, NOW)
    days = [STEPS["delay"](story, NOW)[1]["eta"] for _ in range(2)]
    assert len(set(days)) == 2


def test_nobody_can_check_out_without_a_phone_number() -> None:
    with pytest.raises(UserMistake, match="hides the phone number"):
        begun(NOUR, NOW)


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (("place",), {"confirmed"}),
        (("place", "pay"), {"payment_received"}),
        (("place", "decline"), {"payment_failed"}),
        (("place", "pay", "prepare"), {"prepared"}),
        (("place", "pay", "send"), {"shipped"}),
        (("place", "pay", "send", "out"), {"out_for_delivery"}),
        (("place", "pay", "send", "out", "attempt"), {"attempt_failed"}),
        (("place", "pay", "send", "delay"), {"delayed"}),
        (("place", "pay", "send", "out", "deliver"), {"delivered"}),
        (("place", "pay", "invoice"), {"invoice"}),
        (("place", "pay", "refund"), {"refunded"}),
        (("place", "cancel"), {"cancelled"}),
    ],
)
def test_each_step_is_the_news_that_a_visitor_expects(steps: tuple[str, ...], told: set[str]) -> None:
    story, order, before = begun(SARA, NOW), blank_order("shop:1", "shop"), blank_order("shop:1", "shop")
    for minute, step in enumerate(steps):
        event_type, data = STEPS[step](story, NOW + minute * MINUTE)
        written = orjson.dumps({"type": event_type, "timestamp": iso(NOW), "data": data})
        before = order
        for event in events(CONNECTOR, written, store=SHOP):
            order = merge(order, event)
    assert {milestone for milestone, _, _ in milestones(before, order)} == told


async def test_the_page_tells_one_step_after_another(sim: Sim) -> None:
    assert "place an order first" in (await sim.call("POST", "/api/store/sara/story/pay")).json["error"]
    assert "step must be one of place, pay" in (await sim.call("POST", "/api/store/sara/story/dance")).json["error"]
    placed = await sim.call("POST", "/api/store/sara/story/place")
    paid = await sim.call("POST", "/api/store/sara/story/pay")
    assert placed.json["order"] == paid.json["order"]
