"""When the shop's people are there."""

from __future__ import annotations

from bot.answers.parts.menu import PERSON
from bot.domain.answer import Answer, Facts, Ref, Say


def answer(facts: Facts) -> Answer:
    """Give the hours and the website that are known; without hours a person answers."""
    site = (facts.store.website, Say("business_hours.website.button")) if facts.store.website else None
    if not facts.store.support_hours:
        return Answer((Say("business_hours.unknown"),), link=site, flag="asked_for_person")
    line = Say("business_hours.hours", {"store": Ref(facts.store.name), "hours": Ref(facts.store.support_hours)})
    return Answer((line,), () if site else (PERSON,), link=site)
