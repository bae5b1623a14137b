"""The figures as a file: a line for each day and store, for a spreadsheet or a program. Pure."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from bot.domain.cost import dollars
from bot.flow.overview.figures import all_notices, average_score, median, slow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bot.domain.daily import Day

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
Raw = str | int | float | None
# The columns stay as they are called, in every language: programs read them.
COLUMNS: Final[Mapping[str, Callable[[Day], Raw]]] = {
    "day": lambda day: day.day,
    "store": lambda day: day.store_id,
    "conversations": lambda day: day.conversations,
    "answered_by_the_bot_alone": lambda day: day.alone,
    "messages_received": lambda day: day.received,
    "messages_sent": lambda day: sum(day.said.values()),
    "flagged": lambda day: sum(day.flags.values()),
    "escalated": lambda day: day.escalated,
    "first_response_median_seconds": lambda day: median(day.responses),
    "first_response_p90_seconds": lambda day: slow(day.responses),
    "resolved": lambda day: len(day.resolutions),
    "resolution_median_seconds": lambda day: median(day.resolutions),
    "resolution_p90_seconds": lambda day: slow(day.resolutions),
    "misunderstood": lambda day: day.misunderstood,
    "notices_accepted": lambda day: _notices(day, "accepted"),
    "notices_delivered": lambda day: _notices(day, "delivered"),
    "notices_read": lambda day: _notices(day, "read"),
    "notices_failed": lambda day: _notices(day, "failed"),
    "notices_not_said": lambda day: _notices(day, "skipped"),
    "messages_paid": lambda day: day.paid,
    "messages_free": lambda day: day.billed - day.paid,
    "cost_usd": lambda day: dollars(day.micros),
    "saved_usd": lambda day: dollars(sum(day.saved.values())),
    "ratings": lambda day: sum(day.scores.values()),
    "rating_average": lambda day: _rounded(average_score(day.scores)),
    "sample": lambda day: int(day.sample),
}


def as_csv(days: Iterable[Day]) -> bytes:
    """Return days as a file: UTF-8 with the mark that makes Excel see it, and no text that begins a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([[_safe(of(day)) for of in COLUMNS.values()] for day in sorted(days, key=lambda one: (one.day, one.store_id))])
    return out.getvalue().encode("utf-8-sig")


def _notices(day: Day, stage: str) -> int:
    return int(getattr(all_notices(day), stage))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _safe(raw: Raw) -> Raw:
    return f"'{raw}" if isinstance(raw, str) and raw.startswith(_FORMULA) else raw
