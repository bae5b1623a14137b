"""How fast and to how many a number may send. Pure: token buckets whose time is an argument.

Meta counts what a number sends and what it receives against its throughput; we count what we send, because nobody can hold
back what customers write, and an error 130429 slows the sender down when both together are too much.
https://developers.facebook.com/docs/whatsapp/cloud-api/overview#throughput
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import Final

from bot.domain.clock import SECOND

# Messages a second by Meta's name for a number's level; any other name leaves the setting as it is.
LEVELS: Final[dict[str, int]] = {"STANDARD": 80, "HIGH": 1_000}
COEXISTENCE: Final = 20
# Users outside the customer service window in 24 hours, for all numbers of a portfolio together; ``None`` is no limit.
TIERS: Final[dict[str, int | None]] = {
    "TIER_50": 50,
    "TIER_250": 250,
    "TIER_1K": 1_000,
    "TIER_2K": 2_000,
    "TIER_10K": 10_000,
    "TIER_100K": 100_000,
    "TIER_UNLIMITED": None,
}
# What is kept for urgent notices when a day's users run out.
URGENT_SHARE: Final = 0.1

# One message in 6 seconds to one user; up to 45 at once, borrowed from the time to come.
PAIR_RATE: Final = 1 / 6
PAIR_BURST: Final = 45

# Rate and burst together are the ceiling, so that no second of Meta's, wherever it begins, sees more.
BURST_SHARE: Final = 0.1
# One report of too much throughput halves the rate; within so many milliseconds the others say the same again.
SAME_REPORT: Final = 1 * SECOND
# The share of the ceiling that a slowed rate regains in a second.
RECOVERY: Final = 0.05
_SLOWEST: Final = 1.0


@dataclass(frozen=True, slots=True)
class Bucket:
    """Tokens that come at ``rate`` a second up to ``burst``; ``tokens`` were there at the instant ``at``."""

    rate: float
    burst: float
    tokens: float
    at: int

    def filled(self, now: int) -> Bucket:
        """Return the bucket as it is now; a clock that went back adds nothing."""
        passed = max(0, now - self.at) / SECOND
        return replace(self, tokens=min(self.burst, self.tokens + passed * self.rate), at=max(now, self.at))

    def less(self, count: int) -> Bucket:
        """Return the bucket after ``count`` tokens were taken."""
        return replace(self, tokens=self.tokens - count)

    def wait(self, now: int) -> int:
        """Return how many milliseconds from now a token is there."""
        missing = 1 - self.filled(now).tokens
        # Rounded first, so that a rounding error of the division is no millisecond.
        return 0 if missing <= 0 else ceil(round(missing / self.rate * SECOND, 6))


def full(rate: float, burst: float, now: int) -> Bucket:
    """Return a bucket that nobody has taken from yet."""
    return Bucket(rate, burst, burst, now)


def pair_bucket(now: int) -> Bucket:
    """Return the allowance for messages to one user who got none lately."""
    return full(PAIR_RATE, PAIR_BURST, now)


@dataclass(frozen=True, slots=True)
class Throughput:
    """A number's allowance: ``ceiling`` messages a second by Meta's word, ``bucket`` what we make of it at the moment."""

    ceiling: float
    bucket: Bucket
    slowed_at: int | None = None

    @property
    def full_rate(self) -> float:
        """The rate that keeps below the ceiling."""
        return self.ceiling * (1 - BURST_SHARE)

    def filled(self, now: int) -> Throughput:
        """Return the allowance as it is now: a slowed rate has recovered a little."""
        passed = max(0, now - self.bucket.at) / SECOND
        rate = min(self.full_rate, self.bucket.rate + passed * self.ceiling * RECOVERY)
        return replace(self, bucket=replace(self.bucket.filled(now), rate=rate))

    def slowed(self, now: int) -> Throughput:
        """Return the allowance after Meta found it too much: half the rate, and nothing at once."""
        if self.slowed_at is not None and now - self.slowed_at < SAME_REPORT:
            return self
        bucket = self.filled(now).bucket
        return replace(self, bucket=replace(bucket, rate=max(_SLOWEST, bucket.rate / 2), tokens=0), slowed_at=now)

    def raised(self, ceiling: float, now: int) -> Throughput:
        """Return the allowance under another ceiling; the same one changes nothing."""
        return self if ceiling == self.ceiling else throughput(ceiling, now)


def throughput(ceiling: float, now: int) -> Throughput:
    """Return the allowance of a number that may send ``ceiling`` messages a second."""
    return Throughput(ceiling, full(ceiling * (1 - BURST_SHARE), max(1.0, ceiling * BURST_SHARE), now))


def per_second(level: str | None, *, coexists: bool) -> int | None:
    """Return what Meta's level stands for; ``None`` when it says nothing. Numbers that the Business app uses, too, are slower."""
    return COEXISTENCE if coexists else LEVELS.get(level or "")


def places(limit: int | None, reached: int, *, urgent: bool) -> bool:
    """Tell whether one more user may be written to outside the window, ``reached`` having been written to within 24 hours."""
    if limit is None:
        return True
    return reached < (limit if urgent else limit - round(limit * URGENT_SHARE))
