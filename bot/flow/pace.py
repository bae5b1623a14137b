"""What a number may send at this moment: its throughput, the limit per user, the users of a day, and whether it is stopped.

Held in memory by the number's only sender. What it forgets with the process Meta tells again, by codes that slow it down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.clock import DAY, HOUR, MINUTE, SECOND
from bot.domain.rates import Bucket, Throughput, pair_bucket, places, throughput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.number import Stop

# Allowances per user that are full again are forgotten when there are more of them than this.
MOST_PAIRS: Final = 10_000
# No limit: what one batch can ask for at most.
PLENTY: Final = 1_000_000


class Reach:
    """The users whom a portfolio has written to outside the window within 24 hours, and how many it may.

    The numbers of one business account in one process share it under the account's id, ``portfolio``. ``limit`` is ``None`` while it is
    unknown or there is none; ``full`` says that somebody had to wait because of it.
    """

    def __init__(self, portfolio: str = "", limit: int | None = None) -> None:
        self.portfolio = portfolio
        self.limit = limit
        self.full = False
        self._reached: dict[str, int] = {}
        self._unwritten: dict[str, int] = {}
        self._pruned_at = 0

    def load(self, reached: Mapping[str, int]) -> None:
        """Take in what others have noted: instants by user."""
        for user, at in reached.items():
            self._reached[user] = max(at, self._reached.get(user, 0))

    def count(self, now: int) -> int:
        """Return how many users it is at present."""
        if now - self._pruned_at > 10 * SECOND:
            self._pruned_at = now
            self._reached = {user: at for user, at in self._reached.items() if at > now - DAY}
        return len(self._reached)

    def allows(self, user: str, now: int, *, urgent: bool) -> bool:
        """Tell whether a user may be written to outside the window now; who was written to already costs nothing."""
        allowed = self.limit is None or self._reached.get(user, 0) > now - DAY or places(self.limit, self.count(now), urgent=urgent)
        self.full = self.full or not allowed
        return allowed

    def has_room(self, now: int) -> bool:
        """Tell whether any user may be written to outside the window now."""
        return places(self.limit, self.count(now), urgent=False)

    def note(self, user: str, now: int) -> None:
        """Remember that a user was written to."""
        if self.limit is None:
            return
        # Once an hour is enough for somebody who gets several messages a day.
        if now - self._reached.get(user, 0) > HOUR:
            self._unwritten[user] = now
        self._reached[user] = now

    def take_unwritten(self) -> dict[str, int]:
        """Return what has to be written down, once."""
        unwritten, self._unwritten = self._unwritten, {}
        return unwritten


class Pace:
    """The allowances of one number. Without ``per_second`` its throughput has no limit."""

    def __init__(self, per_second: float | None = None, reach: Reach | None = None, now: int = 0) -> None:
        self._throughput: Throughput | None = throughput(per_second, now) if per_second else None
        self._pairs: dict[str, Bucket] = {}
        self._asked: dict[str, int] = {}
        self._forgot_at = 0
        self.reach = reach or Reach()
        self.stop: Stop | None = None
        # Milliseconds that the number's throughput has cost so far.
        self.waited = 0

    @property
    def stopped(self) -> bool:
        """Whether nothing may be sent until somebody acts."""
        return self.stop is not None

    def learn(self, per_second: float, now: int) -> None:
        """Keep to another throughput from now on."""
        self._throughput = throughput(per_second, now) if self._throughput is None else self._throughput.raised(per_second, now)

    def slow(self, now: int) -> None:
        """Send less: Meta has found it too much."""
        if self._throughput is not None:
            self._throughput = self._throughput.slowed(now)

    def available(self, now: int) -> int:
        """Return how many messages may go at once."""
        if self._throughput is None:
            return PLENTY
        self._throughput = self._throughput.filled(now)
        return max(0, int(self._throughput.bucket.tokens))

    def wait(self, now: int) -> int:
        """Return the milliseconds until a message may go, as far as the throughput is concerned."""
        return 0 if self._throughput is None else self._throughput.filled(now).bucket.wait(now)

    def spend(self, count: int, now: int) -> None:
        """Note that so many messages are on their way."""
        if self._throughput is not None:
            filled = self._throughput.filled(now)
            self._throughput = Throughput(filled.ceiling, filled.bucket.less(count), filled.slowed_at)

    def pair_room(self, chat: str, now: int) -> int:
        """Return how many messages one user may get at once."""
        if self._asked.get(chat, 0) > now:
            return 0
        return max(0, int(self._pairs.get(chat, pair_bucket(now)).filled(now).tokens))

    def pair_wait(self, chat: str, now: int) -> int:
        """Return the milliseconds until the user may get the next message."""
        bucket = self._pairs.get(chat)
        return max(self._asked.get(chat, 0) - now, bucket.wait(now) if bucket else 0, 0)

    def spend_pair(self, chat: str, count: int, now: int) -> None:
        """Note that a user gets so many messages."""
        self._pairs[chat] = self._pairs.get(chat, pair_bucket(now)).filled(now).less(count)
        if len(self._pairs) > MOST_PAIRS and now - self._forgot_at > SECOND:
            self._forget(now)

    def rest_pair(self, chat: str, until: int) -> None:
        """Send nothing to a user before an instant: Meta has asked for it."""
        self._asked[chat] = max(until, self._asked.get(chat, 0))

    def _forget(self, now: int) -> None:
        self._forgot_at = now
        self._asked = {chat: until for chat, until in self._asked.items() if until > now}
        self._pairs = {chat: bucket for chat, bucket in self._pairs.items() if bucket.filled(now).tokens < bucket.burst}


# A number that may not write to more users today looks again after so long.
REACH_PAUSE: Final = 10 * MINUTE
# While somebody repairs what stopped a number, it is tried so often.
PROBE_EVERY: Final = 60 * SECOND
