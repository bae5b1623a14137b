"""When the people of the shop answer."""

from __future__ import annotations

from bot.domain.answer import Facts, Ref, Say


def hours(facts: Facts) -> tuple[Say, ...]:
    """Return the hours of the shop's people as a sentence, when they are known."""
    return (Say("people.hours", {"hours": Ref(facts.store.support_hours)}),) if facts.store.support_hours else ()
