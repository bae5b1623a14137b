"""What the shop says of itself: returns, payment, delivery, products, accounts. In its own words where it has given them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from bot.answers.parts.people import hours
from bot.domain.answer import Answer, Facts, Say

if TYPE_CHECKING:
    from collections.abc import Callable

# Intent: the key of the shop's text, and the noun phrase for when there is none.
_TOPICS: Final = {
    "return_policy": ("returns", "matter.return_policy"),
    "payment_methods": ("payment", "matter.payment_methods"),
    "shipping_options": ("shipping", "matter.shipping_options"),
    "presales": ("products", "matter.presales"),
    "account_help": ("account", "matter.account_help"),
}


def answer(facts: Facts, *, intent: str) -> Answer:
    """Give the shop's own words; without them the website, and a person who answers."""
    topic, matter = _TOPICS[intent]
    site = (facts.store.website, Say("business_hours.website.button")) if facts.store.website else None
    text = facts.store.policy(topic, facts.language or facts.store.language)
    if text:
        return Answer((Say("policy.text", {"text": text}),), link=site)
    looked_up = (Say("policy.on_website"),) if site else ()
    return Answer((Say("needs_person.passed", {"matter": Say(matter)}), *looked_up, *hours(facts)), link=site, flag="asked_for_person")


ANSWERS: Final[dict[str, Callable[[Facts], Answer]]] = {intent: partial(answer, intent=intent) for intent in _TOPICS}
