"""When the shop's people are there, and where the shop is."""

from __future__ import annotations

from bot.answers.parts.menu import PERSON
from bot.domain.answer import Answer, Facts, Ref, Say


def answer(facts: Facts) -> Answer:
    """Give the hours, the place and the website that are known; without hours a person answers."""
    site = (facts.store.website, Say("business_hours.website.button")) if facts.store.website else None
    language = facts.language or facts.store.language
    place = facts.store.policy("location", language)
    lines = (*_hours(facts, language), *((Say("policy.text", {"text": place}),) if place else ()))
    if not lines:
        return Answer((Say("business_hours.unknown"),), link=site, flag="asked_for_person")
    return Answer(lines, () if site else (PERSON,), link=site)


def _hours(facts: Facts, language: str) -> tuple[Say, ...]:
    own = facts.store.policy("hours", language)
    if own:
        return (Say("policy.text", {"text": own}),)
    if not facts.store.support_hours:
        return ()
    return (Say("business_hours.hours", {"store": Ref(facts.store.name), "hours": Ref(facts.store.support_hours)}),)
