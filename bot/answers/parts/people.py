"""When the people of the shop answer."""

from __future__ import annotations

from bot.domain.answer import Facts, Moment, Ref, Say
from bot.domain.hours import next_opening


def hours(facts: Facts) -> tuple[Say, ...]:
    """Return when the shop's people answer as a sentence: while nobody is there, from when on; else their hours, where they are known."""
    there = facts.store.hours
    if there is not None and (opening := next_opening(there, facts.now)) is not None and opening > facts.now:
        return (Say("people.opens", {"when": Moment(opening)}),)
    return (Say("people.hours", {"hours": Ref(facts.store.support_hours)}),) if facts.store.support_hours else ()
