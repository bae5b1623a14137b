"""Buttons under notices that no sentence asks for are understood when they are tapped."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.content import LinkOut
from bot.domain.message import Tapped
from bot.flow.converse import Decision, converse
from bot.language.notices import WORDINGS
from tests.flow.conftest import ON_ITS_WAY, PREPARING, scene

if TYPE_CHECKING:
    from bot.flow.converse import Mind

INTENTS = sorted({act.intent for wording in WORDINGS.values() for act in wording.acts})


def decided(mind: Mind, intent: str, **changes: object) -> Decision:
    order = replace(PREPARING, **changes)  # type: ignore[arg-type] # real fields
    tap = Tapped(f"order:{order.id}|{intent}", "a label that says nothing")
    decision = converse(scene(tap, orders=(ON_ITS_WAY, order)), mind, 0)
    assert isinstance(decision, Decision)
    return decision


@pytest.mark.parametrize("intent", INTENTS)
def test_every_button_is_understood(mind: Mind, intent: str) -> None:
    decision = decided(mind, intent)
    assert len(decision.outbox) == 1
    assert decision.conversation.misunderstood == 0
    assert decision.lines[0].understood == intent


def test_paying_is_about_the_order_of_the_button(mind: Mind) -> None:
    (item,) = decided(mind, "pay_order", payment="pending", payment_url="https://shop.example/pay/2").outbox
    assert isinstance(item.content, LinkOut)
    assert "NH-1042" in item.content.body


def test_a_wish_for_another_time_is_seen_by_a_person(mind: Mind) -> None:
    flag = decided(mind, "delivery_time").conversation.flag
    assert flag is not None
    assert flag.reason == "asked_for_person"
