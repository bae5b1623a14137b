"""How a phone number of ours stands: what Meta says of it, and whether it has been stopped."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stop:
    """Why nothing may be sent for a number: Graph's code, its meaning, since when, and whether a status told it."""

    code: int
    reason: str
    at: int
    by_status: bool = False


@dataclass(frozen=True, slots=True)
class NumberState:
    """One document per phone number id.

    ``per_second`` is its throughput where Meta has told it, ``tier`` Meta's name for the portfolio's limit of users in 24 hours,
    ``quality`` GREEN, YELLOW, RED or UNKNOWN. ``alive_at`` is when a sender last looked after it: how long nobody did is how long
    the statuses of its messages may take to come again. ``heard_at`` is when a status of its messages last came: proof that Meta
    reaches us. ``changed_at`` is when Meta last told that its allowances have changed, ``name_status`` its word on
    ``name`` (APPROVED, DECLINED, ...). ``stopped_at`` is ``None`` while it may send.
    """

    id: str
    name: str | None = None
    quality: str | None = None
    per_second: int | None = None
    tier: str | None = None
    alive_at: int | None = None
    stopped_at: int | None = None
    stop_code: int | None = None
    stop_reason: str | None = None
    stop_by_status: bool = False
    heard_at: int | None = None
    changed_at: int | None = None
    name_status: str | None = None

    @property
    def stop(self) -> Stop | None:
        """Why it may not send at present."""
        if self.stopped_at is None:
            return None
        return Stop(self.stop_code or 0, self.stop_reason or "", self.stopped_at, self.stop_by_status)
