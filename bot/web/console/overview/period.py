"""Which stores and days an overview is of, as its address says. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from bot.domain.daily import local_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.store import Store

CHOICES: Final = (1, 7, 30, 90)
USUAL: Final = 30
LONGEST: Final = 366


@dataclass(frozen=True, slots=True)
class Period:
    """``choice`` is one of ``CHOICES``, ``None`` for dates that were typed; ``wrong``: they were no dates that can be shown.

    ``store`` is the one that was chosen, ``stores`` those whose figures are added up: each in its own time zone. ``today`` is the
    running day, the newest where stores have different calendars.
    """

    stores: tuple[Store, ...]
    dates: tuple[date, ...]
    choice: int | None
    today: date
    store: str | None = None
    wrong: bool = False

    @property
    def before(self) -> tuple[date, ...]:
        """As many days, right before."""
        length = timedelta(days=len(self.dates))
        return tuple(day - length for day in self.dates)

    @property
    def running(self) -> bool:
        """Whether its last day is not over yet."""
        return self.dates[-1] >= self.today

    def address(self, *, choice: int | None = None) -> str:
        """Return the query of this period, or of another choice for the same store."""
        wanted = choice or self.choice
        days = {"days": str(wanted)} if wanted else {"from": self.dates[0].isoformat(), "to": self.dates[-1].isoformat()}
        return urlencode({**days, **({"store": self.store} if self.store else {})})


def period_of(query: Mapping[str, str], stores: Sequence[Store], now: int) -> Period:
    """Return what an address asks for; ``stores`` (at least one) are those that may be seen, an unknown one means all of them."""
    wanted = [store for store in stores if store.id == query.get("store")]
    shown = tuple(wanted or stores)
    today = max(local_day(now, store.timezone) for store in shown)
    chosen = wanted[0].id if wanted else None
    typed = (query.get("from", ""), query.get("to", ""))
    choice = next((one for one in CHOICES if str(one) == query.get("days")), None)
    span = None if choice else _typed(*typed, today)
    if span is not None:
        return Period(shown, _dates(*span), None, today, chosen)
    usual = choice or USUAL
    return Period(shown, _dates(today - timedelta(days=usual - 1), today), usual, today, chosen, wrong=choice is None and any(typed))


def _typed(since: str, until: str, today: date) -> tuple[date, date] | None:
    try:
        first, last = date.fromisoformat(since), min(date.fromisoformat(until), today)
    except ValueError:
        return None
    # The days before it are asked for, too.
    return (first, last) if timedelta() <= last - first < timedelta(days=LONGEST) and first.year > date.min.year + 1 else None


def _dates(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=place) for place in range((last - first).days + 1))
