"""Days as people say them: today, tomorrow, or the day itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bot.domain.answer import Day, Say
from bot.domain.clock import from_instant
from bot.language.values import zone_of

if TYPE_CHECKING:
    from bot.domain.store import Store

_NAMED_DAYS = {-1: "when.yesterday", 0: "when.today", 1: "when.tomorrow"}


def local_day(now: int, store: Store) -> date:
    """Return the calendar day of an instant where the store is."""
    zone = zone_of(store.timezone)
    moment = from_instant(now)
    return (moment.astimezone(zone) if zone else moment).date()


def days_until(iso: str, now: int, store: Store) -> int | None:
    """Return how many days from now a day is (negative when past), or ``None`` for what is no ISO date."""
    try:
        return (date.fromisoformat(iso) - local_day(now, store)).days
    except ValueError:
        return None


def when(iso: str, now: int, store: Store) -> Say:
    """Return "today", "tomorrow", "yesterday" or "on" a day, to be put into a sentence."""
    days = days_until(iso, now, store)
    if days is not None and days in _NAMED_DAYS:
        return Say(_NAMED_DAYS[days])
    return Say("when.on", {"day": Day(iso)})


def when_at(instant: int, now: int, store: Store) -> Say:
    """Return the day of an instant in the same way."""
    return when(local_day(instant, store).isoformat(), now, store)
