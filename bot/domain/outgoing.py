"""What we tell other systems of a shop: small signed events, so that nobody has to ask us again and again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bot.domain.clock import HOUR, MINUTE, SECOND

OutgoingType = Literal[
    "message.failed",
    "conversation.flagged",
    "conversation.taken_over",
    "conversation.handed_back",
    "conversation.closed",
    "conversation.escalated",
    "conversation.rated",
    "customer.opted_out",
    "customer.opted_in",
    "request.created",
    "alert.raised",
    "digest.daily",
]
# The schedule that Standard Webhooks proposes (specification 1.0, "Retries"): about three days, then we give up.
PAUSES: Final = (5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
_GONE: Final = 410
_SUCCESS: Final = range(200, 300)


@dataclass(frozen=True, slots=True)
class OutgoingEvent:
    """One thing to tell. ``id`` is derived from what happened, so that it is told once however often it is noted.

    ``state`` is ``waiting`` until somebody took it (``delivered``) or nobody did (``failed``); ``log`` keeps what each attempt gave.
    """

    id: str
    store_id: str
    type: OutgoingType
    at: int
    data: Mapping[str, str | int | None]
    due_at: int
    attempts: int = 0
    state: Literal["waiting", "delivered", "failed"] = "waiting"
    log: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of an event after an attempt; ``again_at`` is ``None`` when there won't be another one."""

    state: Literal["waiting", "delivered", "failed"]
    again_at: int | None
    closed: bool = False


def after_attempt(event: OutgoingEvent, status: int | None, retry_after: int | None, now: int) -> Verdict:
    """Decide by the HTTP status, ``None`` when no answer came. 410 means that the receiver wants nothing any more (``closed``).

    ``retry_after`` is the seconds that the receiver asks for; he gets a day at most.
    """
    if status is not None and status in _SUCCESS:
        return Verdict("delivered", None)
    if status == _GONE:
        return Verdict("failed", None, closed=True)
    if event.attempts >= len(PAUSES):
        return Verdict("failed", None)
    return Verdict("waiting", now + max(PAUSES[event.attempts], min((retry_after or 0) * SECOND, PAUSES[-1])))
