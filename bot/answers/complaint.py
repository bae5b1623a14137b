"""The customer is angry: an apology and a person, no excuses."""

from __future__ import annotations

from bot.answers.parts.people import hours
from bot.domain.answer import Answer, Facts, Say


def answer(facts: Facts) -> Answer:
    """Apologise and flag the conversation as a complaint."""
    return Answer((Say("complaint.sorry"), Say("complaint.passed"), *hours(facts)), flag="complaint")
