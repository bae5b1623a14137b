"""Whose order is it? Orders that are not under the customer's own number take a second fact, and few attempts.

An unknown order and somebody else's get the same answers: nobody learns whether a number exists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.parts.menu import PERSON
from bot.answers.parts.people import hours
from bot.answers.payloads import ask
from bot.domain.answer import Answer, Ask, Facts, Option, Ref, Say

if TYPE_CHECKING:
    from collections.abc import Sequence


def ask_number(facts: Facts, intent: str) -> Answer:
    """Say that nothing is known under this number, and ask for the order's; who has no number on WhatsApp may share his."""
    lines = (Say("verify.no_orders"), Say("verify.which_number"))
    question = Ask("order_number", intent, text=facts.text)
    if facts.customer.wa_id is None and facts.customer.e164 is None:
        return Answer((*lines, Say("verify.or_share")), ask=question, contact_request=True)
    return Answer(lines, (PERSON,), ask=question)


def ask_fact(facts: Facts, intent: str, numbers: Sequence[str]) -> Answer:
    """Say that an order is not known under this number, and ask for what its buyer knows; of ``numbers`` the last one is shown."""
    found = Say("verify.not_yours", {"order": Ref(numbers[-1])}) if numbers and numbers[-1] else Say("order_not_found.any")
    mine = (Option(ask("list_orders"), Say("menu.orders.button")),) if facts.orders else ()
    return Answer((found, Say("verify.last_digits")), (*mine, PERSON), ask=Ask("second_fact", intent, text=facts.text, options=tuple(numbers)))


def wrong_fact(facts: Facts, intent: str, numbers: Sequence[str]) -> Answer:
    """Say that number and fact don't go together, whichever is wrong, and let them be tried again."""
    return Answer((Say("verify.wrong"), Say("verify.again")), (PERSON,), ask=Ask("second_fact", intent, text=facts.text, options=tuple(numbers)))


def too_many(facts: Facts) -> Answer:
    """End the attempts of today; a person goes on."""
    return Answer((Say("verify.too_many"), *hours(facts)), flag="unverified")
