"""Days added up: of several stores to one calendar, and of a calendar to a period. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.domain.daily import Day
from bot.flow.overview.cases import quantile
from bot.flow.overview.fold import UNCLEAR, most_frequent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from bot.domain.daily import Counts

_ACCEPTED = ("accepted", "sent", "delivered", "read", "bounced")
_HALF, _TAIL = 0.5, 0.9
# So many days side by side can be told apart.
MOST_DAYS: Final = 92
WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Funnel:
    """How far the notices of one milestone have come; each stage contains those behind it, and ``queued`` all but what was ``unsaid``.

    ``merged`` were made superfluous by another notice or by what happened meanwhile, ``skipped`` were not to be said.
    """

    milestone: str
    queued: int
    accepted: int
    delivered: int
    read: int
    failed: int
    skipped: int
    merged: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A period: its days in order, one for each date, and their sum."""

    days: tuple[Day, ...]
    total: Day

    @property
    def counted_at(self) -> int:
        """When the newest figures were counted; 0 where there are none."""
        return max((day.folded_at for day in self.days), default=0)

    @property
    def stages(self) -> tuple[Funnel, ...]:
        """How far notices came, the most frequent first."""
        made = [funnel(milestone, counts) for milestone, counts in self.total.notices.items()]
        return tuple(sorted(made, key=lambda one: (-one.queued, -one.skipped, one.milestone)))


def figures(days: Iterable[Day], dates: Sequence[date]) -> Figures:
    """Return a period of some stores' days; dates that nobody has counted are empty, and those outside the period are left out."""
    by_date: defaultdict[str, list[Day]] = defaultdict(list)
    for day in days:
        by_date[day.day].append(day)
    found = tuple(added(by_date[one.isoformat()], one.isoformat()) for one in dates)
    return Figures(found, added(found, ""))


def together(days: Iterable[Day], dates: Sequence[date]) -> Day | None:
    """Return the sum of some stores' days, ``None`` where nobody has counted one of the dates: it would tell less than there was."""
    wanted = {one.isoformat() for one in dates}
    found = [day for day in days if day.day in wanted]
    return added(found, "") if {day.day for day in found if day.folded_at} == wanted else None


def added(days: Iterable[Day], name: str) -> Day:
    """Return the sum of days; durations stand side by side."""
    found = list(days)
    if len(found) == 1:
        return replace(found[0], id=name, day=name)
    return Day(
        *(name, "", name, 0, 0),
        folded_at=max((day.folded_at for day in found), default=0),
        received=sum(day.received for day in found),
        said=_sum(day.said for day in found),
        conversations=sum(day.conversations for day in found),
        alone=sum(day.alone for day in found),
        flags=_sum(day.flags for day in found),
        responses=tuple(one for day in found for one in day.responses),
        resolutions=tuple(one for day in found for one in day.resolutions),
        escalated=sum(day.escalated for day in found),
        misunderstood=sum(day.misunderstood for day in found),
        unclear=most_frequent((text for day in found for text in day.unclear), UNCLEAR),
        notices=_nested([day.notices for day in found]),
        skips=_nested([day.skips for day in found]),
        codes=_nested([day.codes for day in found]),
        billed=sum(day.billed for day in found),
        paid=sum(day.paid for day in found),
        micros=sum(day.micros for day in found),
        unpriced=sum(day.unpriced for day in found),
        merged=sum(day.merged for day in found),
        saved=_sum(day.saved for day in found),
        scores=_sum(day.scores for day in found),
        sample=any(day.sample for day in found),
    )


def stepped(days: Sequence[Day]) -> tuple[Day, ...]:
    """Return days as they are, or weeks where there are too many to be told apart; a week is named after its first day."""
    if len(days) <= MOST_DAYS:
        return tuple(days)
    return tuple(added(days[place : place + WEEK], days[place].day) for place in range(0, len(days), WEEK))


def funnel(milestone: str, counts: Counts) -> Funnel:
    """Return how far notices came, by what became of each."""
    told = Counter(counts)
    skipped = told["skipped"] + told["unsaid"]
    accepted = sum(told[one] for one in _ACCEPTED)
    queued = sum(told.values()) - told["unsaid"]
    failed = told["failed"] + told["bounced"]
    return Funnel(milestone, queued, accepted, told["delivered"] + told["read"], told["read"], failed, skipped, told["superseded"], told["waiting"])


def all_notices(day: Day) -> Funnel:
    """Return how far notices came, all of them together; its milestone is empty."""
    return funnel("", _sum(day.notices.values()))


def share(part: int, whole: int) -> float | None:
    """Return a part of a whole, ``None`` of nothing."""
    return part / whole if whole else None


def median(seconds: Sequence[int]) -> int | None:
    """Return the duration in the middle."""
    return quantile(seconds, _HALF)


def slow(seconds: Sequence[int]) -> int | None:
    """Return the duration that nine of ten don't exceed."""
    return quantile(seconds, _TAIL)


def average_score(scores: Counts) -> float | None:
    """Return the mean of ratings from 1 to 3."""
    return share(sum(int(score) * count for score, count in scores.items()), sum(scores.values()))


def _sum(many: Iterable[Counts]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in many:
        total.update(one)
    return dict(total)


def _nested(many: Sequence[Mapping[str, Counts]]) -> dict[str, dict[str, int]]:
    names = dict.fromkeys(name for one in many for name in one)
    return {name: _sum(one.get(name, {}) for one in many) for name in names}
