"""The customer wants a person: one is called, and the customer hears so."""

from __future__ import annotations

from bot.answers.parts.people import hours
from bot.domain.answer import Answer, Facts, Say


def answer(facts: Facts) -> Answer:
    """Promise a person and flag the conversation."""
    return Answer((Say("talk_to_human.called"), *hours(facts)), flag="asked_for_person")
