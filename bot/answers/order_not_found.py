"""The customer named an order that is not among his."""

from __future__ import annotations

from bot.answers.parts.menu import PERSON, TRACK
from bot.answers.payloads import ask
from bot.domain.answer import Answer, Facts, Option, Ref, Say
from bot.language.slots import find_slots


def answer(facts: Facts) -> Answer:
    """Say that the order is not known under this number, without telling whether somebody else has it."""
    numbers = find_slots(facts.text).slots.order_numbers
    found = Say("order_not_found.number", {"order": Ref(numbers[0])}) if numbers else Say("order_not_found.any")
    mine = Option(ask("list_orders"), Say("menu.orders.button")) if facts.orders else TRACK
    return Answer((found, Say("order_not_found.hint")), (mine, PERSON) if facts.orders else (PERSON,))
