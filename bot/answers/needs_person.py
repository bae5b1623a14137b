"""Requests that only the shop's people can carry out today: passed on, and said so. Nothing is claimed to be done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.answers.parts.people import hours
from bot.domain.answer import Answer, Facts, Ref, Say

if TYPE_CHECKING:
    from collections.abc import Callable

# Noun phrases that go into "I've passed your message about ... to our team". Asked for by the buttons under notices alone.
_MATTERS = {
    "delivery_time": "matter.delivery_time",
    "pickup_point": "matter.pickup_point",
}
INTENTS = tuple(_MATTERS)


def answer(facts: Facts, *, intent: str) -> Answer:
    """Pass a request on to a person and flag the conversation."""
    matter = Say(_MATTERS[intent])
    order_id = facts.order.id if facts.order else None
    return Answer((_passed(facts, matter), *hours(facts)), flag="asked_for_person", order_id=order_id)


def _passed(facts: Facts, matter: Say) -> Say:
    if facts.order is None:
        return Say("needs_person.passed", {"matter": matter})
    return Say("needs_person.passed_order", {"matter": matter, "order": Ref(facts.order.number)})


def for_intent(intent: str) -> Callable[[Facts], Answer]:
    """Return the answer of one of ``INTENTS``."""
    return partial(answer, intent=intent)
