"""A store's day in figures: one small value per store and day, so that an overview of months is read at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from bot.domain.clock import DAY, HOUR, from_instant, to_instant

Counts = Mapping[str, int]
# What becomes of a notice, in the words of the transcript and some of our own: ``bounced`` was accepted before it failed, ``unsaid``
# was never queued, ``waiting`` is queued at this moment.
Fate = Literal["waiting", "accepted", "sent", "delivered", "read", "failed", "bounced", "skipped", "superseded", "unsaid"]
# WhatsApp tells what became of a message when the telephone is back on the air: so long a day is looked at again, ever more rarely.
SETTLED: Final = 7 * DAY
_RARER: Final = 4


@dataclass(frozen=True, slots=True)
class Case:
    """A conversation that people have or should look at: since when, and since when somebody waits for their first words (``None``: nobody)."""

    conversation_id: str
    since: int
    awaiting: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """What happened in a store on one day of its own calendar. ``id`` is ``<store>:2026-11-24``, see ``day_id``.

    ``folded_at`` is when it was counted. ``conversations`` are those in which the customer wrote, ``alone`` those of them that no person
    spoke in and that nobody was asked to look at. ``said`` counts our messages by kind (answer, staff, notice, survey). ``responses`` are
    the seconds from the moment a person was needed to a person's first words, ``resolutions`` those until he was done, on the day when
    that was; ``escalated`` is how often it took too long. ``unclear`` are the most frequent masked texts that were not understood, with
    their number. ``notices`` counts by milestone and ``Fate``, ``skips`` by milestone and reason (``bot.flow.overview.reasons``),
    ``codes`` by milestone and Graph's code. ``micros`` are millionths of a US dollar, ``saved`` the same by what saved them:
    Meta's kind of billing or ``merged``. ``scores`` counts ratings.
    ``sample``: nothing of it happened, the demo made it up.
    """

    id: str
    store_id: str
    day: str
    starts_at: int
    ends_at: int
    folded_at: int = 0
    received: int = 0
    said: Counts = field(default_factory=dict)
    conversations: int = 0
    alone: int = 0
    flags: Counts = field(default_factory=dict)
    responses: tuple[int, ...] = ()
    resolutions: tuple[int, ...] = ()
    escalated: int = 0
    misunderstood: int = 0
    unclear: tuple[tuple[str, int], ...] = ()
    notices: Mapping[str, Counts] = field(default_factory=dict)
    skips: Mapping[str, Counts] = field(default_factory=dict)
    codes: Mapping[str, Counts] = field(default_factory=dict)
    billed: int = 0
    paid: int = 0
    micros: int = 0
    unpriced: int = 0
    merged: int = 0
    saved: Counts = field(default_factory=dict)
    scores: Counts = field(default_factory=dict)
    sample: bool = False


def day_id(store_id: str, day: date) -> str:
    """Return the id of a store's day."""
    return f"{store_id}:{day.isoformat()}"


def local_day(instant: int, zone: str) -> date:
    """Return the day on which an instant falls where a store is (an IANA zone)."""
    return from_instant(instant).astimezone(ZoneInfo(zone)).date()


def blank_day(store_id: str, day: date, zone: str) -> Day:
    """Return a store's day with nothing in it. Where the clock is changed that day it is longer or shorter than 24 hours.

    Where clocks go forward at midnight the day begins at one o'clock, and where midnight comes twice, with the first one.
    """
    starts, ends = (to_instant(datetime(one.year, one.month, one.day, tzinfo=ZoneInfo(zone))) for one in (day, day + timedelta(days=1)))
    return Day(day_id(store_id, day), store_id, day.isoformat(), starts, ends)


def due(day: Day | None, blank: Day, now: int) -> bool:
    """Tell whether a day has to be counted (again): while it lasts always, then ever more rarely, until nothing changes any more."""
    if day is None or day.folded_at < blank.ends_at:
        return True
    if day.folded_at >= blank.ends_at + SETTLED:
        return False
    return now - day.folded_at >= max(HOUR, (now - blank.ends_at) // _RARER) or now >= blank.ends_at + SETTLED
