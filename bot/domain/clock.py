"""Instants.

An instant is an ``int``: milliseconds since 1970-01-01T00:00Z. That form survives a round trip through every database
back end, compares at once, and fits JSON. Functions of the core take ``now`` as an argument; only the shell reads a clock.
"""

from __future__ import annotations

from datetime import UTC, datetime

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def to_instant(moment: datetime) -> int:
    """Return the instant of an aware datetime; a naive one raises ``ValueError``."""
    if moment.tzinfo is None:
        msg = "a naive datetime names no instant: give it a time zone"
        raise ValueError(msg)
    return round(moment.timestamp() * SECOND)


def from_instant(instant: int) -> datetime:
    """Return the aware UTC datetime of an instant."""
    return datetime.fromtimestamp(instant / SECOND, tz=UTC)


def parse_instant(text: str) -> int:
    """Read ISO 8601 with an offset or ``Z``; anything else raises ``ValueError``."""
    return to_instant(datetime.fromisoformat(text))
