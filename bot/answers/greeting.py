"""Hello, by name, and what can be asked."""

from __future__ import annotations

from bot.answers.parts.menu import MENU
from bot.answers.parts.names import given_name
from bot.domain.answer import Answer, Facts, Ref, Say


def answer(facts: Facts) -> Answer:
    """Greet and offer the most wanted things as buttons."""
    store = Ref(facts.store.name)
    name = given_name(facts.customer.name)
    hello = Say("greeting.by_name", {"name": Ref(name), "store": store}) if name else Say("greeting.hello", {"store": store})
    return Answer((hello, Say("greeting.offer")), MENU)
