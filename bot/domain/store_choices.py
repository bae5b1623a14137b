"""What a shop has decided about itself in the console, laid over what its file says. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from bot.domain.hours import Hours, Span, hours_text
from bot.domain.notice import Milestone
from bot.domain.rules import QuietHours, StoreRules
from bot.domain.store import Store

# Whoever closes for longer than this has not gone on a holiday.
LONGEST_HOLIDAY: Final = 92
LONGEST_AWAY: Final = 1_000


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days on which nobody is there, both ends included (ISO dates), and what they are called."""

    first: str
    last: str
    name: str = ""

    def days(self) -> tuple[str, ...]:
        """Return each of its days; of one that is longer than ``LONGEST_HOLIDAY`` the first ones."""
        start, end = date.fromisoformat(self.first), date.fromisoformat(self.last)
        count = min((end - start).days + 1, LONGEST_HOLIDAY)
        return tuple((start + timedelta(days=ahead)).isoformat() for ahead in range(count))


@dataclass(frozen=True, slots=True)
class WeekHours:
    """The spans of Monday to Sunday, and when nobody is there in spite of them; the time zone is the store's."""

    days: tuple[tuple[Span, ...], ...]
    holidays: tuple[Holiday, ...] = ()

    def hours(self, timezone: str) -> Hours:
        """Return them for reckoning."""
        return Hours(self.days, timezone, frozenset(day for one in self.holidays for day in one.days()))


@dataclass(frozen=True, slots=True)
class QuietChoice:
    """When no notices go out; without ``hours`` they go at any time."""

    hours: QuietHours | None = None


@dataclass(frozen=True, slots=True)
class StoreChoices:
    """A store's choices; ``id`` is the store's, ``version`` counts saves (0: nothing was ever saved).

    What isn't here is the file's: ``hours``, ``quiet`` and ``away`` (a text per language) of ``None``, a milestone without an entry in
    ``wanted`` (is it said at all?), a milestone and language without a text in ``wording``.
    """

    id: str
    version: int = 0
    hours: WeekHours | None = None
    away: Mapping[str, str] | None = None
    wanted: Mapping[Milestone, bool] = field(default_factory=dict)
    wording: Mapping[Milestone, Mapping[str, str]] = field(default_factory=dict)
    quiet: QuietChoice | None = None


def week_of(store: Store) -> WeekHours | None:
    """Return a store's hours as they can be changed, ``None`` where somebody is taken to be there always; the file's holidays have no names."""
    if store.hours is None:
        return None
    return WeekHours(store.hours.days, tuple(Holiday(day, day) for day in sorted(store.hours.holidays)))


def chosen_store(store: Store, choices: StoreChoices | None) -> Store:
    """Return a store with its chosen hours and away message.

    Chosen hours take the place of every text of the file that tells the file's.
    """
    if choices is None:
        return store
    if choices.hours is not None:
        policies = tuple((name, text) for name, text in store.policies if name.partition(".")[0] != "hours")
        hours = choices.hours.hours(store.timezone)
        store = replace(store, hours=hours, support_hours=hours_text(hours.days) or None, policies=policies)
    return store if choices.away is None else replace(store, away=tuple(sorted(choices.away.items())))


def chosen_rules(rules: StoreRules, choices: StoreChoices | None) -> StoreRules:
    """Return a store's rules with its choices in the place of the file's."""
    if choices is None:
        return rules
    texts: dict[tuple[str, str], str] = {
        (milestone, language): text for milestone, by_language in choices.wording.items() for language, text in by_language.items()
    }
    unwanted = {milestone for milestone, wanted in choices.wanted.items() if not wanted}
    quiet = rules.quiet if choices.quiet is None else choices.quiet.hours
    return replace(rules, quiet=quiet, off=frozenset(rules.off - choices.wanted.keys() | unwanted), wording={**rules.wording, **texts})


def with_switch(choices: StoreChoices, milestone: Milestone, *, wanted: bool | None) -> StoreChoices:
    """Return choices in which a notice is said or not; ``None`` leaves it to the file."""
    others = {one: value for one, value in choices.wanted.items() if one != milestone}
    return replace(choices, wanted=others if wanted is None else {**others, milestone: wanted})


def with_words(choices: StoreChoices, milestone: Milestone, language: str, text: str | None) -> StoreChoices:
    """Return choices in which a notice is worded in a language; ``None`` leaves it to the file."""
    texts = {one: words for one, words in choices.wording.get(milestone, {}).items() if one != language}
    texts |= {} if text is None else {language: text}
    others = {one: by_language for one, by_language in choices.wording.items() if one != milestone}
    return replace(choices, wording={**others, milestone: texts} if texts else others)
