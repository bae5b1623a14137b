"""The right to send for a number, which one process has at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.db import Database

LEASE_LIVES: Final = 6_000
# Nothing is sent in the last moments of a lease: the clock of the next holder may be a little ahead.
LEASE_MARGIN: Final = 1_500
LEASE_RENEW: Final = 2.0


class Lease:
    """The right to send for a number; ``held_until`` is 0 while somebody else has it."""

    def __init__(self, db: Database, phone_number_id: str, owner: str, clock: Callable[[], int]) -> None:
        self._db = db
        self._name = f"number:{phone_number_id}"
        self._owner = owner
        self._clock = clock
        self._held_until = 0

    @property
    def held(self) -> bool:
        """Whether sending is allowed at this moment."""
        return self._clock() < self._held_until - LEASE_MARGIN

    async def claim(self) -> bool:
        """Take or renew the lease; tell whether it has become ours just now."""
        now = self._clock()
        before = self._held_until > now
        mine = await self._db.leases.claim(self._name, self._owner, now, LEASE_LIVES)
        self._held_until = now + LEASE_LIVES if mine else 0
        return mine and not before

    async def release(self) -> None:
        """Give the lease back."""
        self._held_until = 0
        await self._db.leases.release(self._name, self._owner)
