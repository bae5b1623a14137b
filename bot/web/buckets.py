"""Token buckets: how many requests may come at once, and how many a second after that. Counted per process."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from bot.domain.clock import SECOND

# Addresses of strangers are forgotten, the longest unused first; a bucket that is forgotten is a full one.
MOST_NAMES: Final = 10_000


@dataclass(frozen=True, slots=True)
class Pace:
    """``burst`` requests at once, ``per_second`` in the long run."""

    burst: int
    per_second: float

    @property
    def window(self) -> int:
        """The seconds in which an empty bucket is full again."""
        return math.ceil(self.burst / self.per_second)


@dataclass(frozen=True, slots=True)
class Left:
    """What is left after a request: whether it may pass, how many more may, the seconds until the next one may."""

    passes: bool
    remaining: int
    wait: int


class Buckets:
    """One bucket per name."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self._levels: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def take(self, name: str, now: int) -> Left:
        """Take one token, if there is one."""
        level = self._level(name, now)
        passes = level >= 1
        level -= passes
        self._levels[name] = (level, now)
        self._levels.move_to_end(name)
        if len(self._levels) > MOST_NAMES:
            self._levels.popitem(last=False)
        return self._left(level, passes=passes)

    def look(self, name: str, now: int) -> Left:
        """Tell what there is without taking any."""
        level = self._level(name, now)
        return self._left(level, passes=level >= 1)

    def _level(self, name: str, now: int) -> float:
        level, at = self._levels.get(name, (float(self.pace.burst), now))
        return min(self.pace.burst, level + max(0, now - at) / SECOND * self.pace.per_second)

    def _left(self, level: float, *, passes: bool) -> Left:
        return Left(passes, int(level), 0 if level >= 1 else max(1, math.ceil((1 - level) / self.pace.per_second)))
