"""When the people of the shop answer."""

from __future__ import annotations

from bot.domain.answer import Facts, Moment, Ref, Say
from bot.domain.hours import next_opening, open_now


def hours(facts: Facts) -> tuple[Say, ...]:
    """Return when the shop's people answer, as sentences.

    While nobody is there: from when on, and what the shop says besides. Else their hours, where they are known.
    """
    store = facts.store
    known = (Say("people.hours", {"hours": Ref(store.support_hours)}),) if store.support_hours else ()
    if store.hours is None or open_now(store.hours, facts.now):
        return known
    opening = next_opening(store.hours, facts.now)
    away = store.away_text(facts.language or store.language)
    opens = known if opening is None else (Say("people.opens", {"when": Moment(opening)}),)
    return (*opens, *((Say("policy.text", {"text": away}),) if away else ()))
