"""Notices: what a customer is told without asking, each thing once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from bot.domain.clock import DAY, HOUR

Milestone = Literal[
    "confirmed",
    "payment_received",
    "payment_failed",
    "payment_reminder",
    "cod_confirm",
    "prepared",
    "shipped",
    "out_for_delivery",
    "ready_for_pickup",
    "delivered",
    "attempt_failed",
    "delayed",
    "on_hold",
    "exception",
    "stuck",
    "lost",
    "returning",
    "returned",
    "invoice",
    "credit_note",
    "refunded",
    "cancelled",
    "review",
]
Category = Literal["service", "utility", "marketing"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What holds for every notice of a milestone.

    ``progress`` orders what supersedes what: of notices of one order (and one parcel, where both name one) that are due together,
    the one with the highest progress is said and the lower ones are superseded; 0 takes no part. ``stale_after``: older news is
    recorded and not told. ``urgent`` goes before others and, by setting, through quiet hours. ``flags_staff``: a person should look.
    """

    stale_after: int
    progress: int = 0
    urgent: bool = False
    category: Category = "utility"
    flags_staff: bool = False
    optional: bool = True


_DAY_LATE: Final = 24 * HOUR
_DAYS_LATE: Final = 72 * HOUR
_WEEK_LATE: Final = 7 * DAY

KINDS: Final[dict[Milestone, Kind]] = {
    "confirmed": Kind(_WEEK_LATE, progress=10),
    "payment_received": Kind(_WEEK_LATE, progress=5),
    "payment_failed": Kind(_WEEK_LATE, urgent=True),
    "payment_reminder": Kind(_DAYS_LATE),
    "cod_confirm": Kind(_DAYS_LATE, urgent=True),
    "prepared": Kind(_DAYS_LATE, progress=20),
    "shipped": Kind(_DAYS_LATE, progress=30),
    "out_for_delivery": Kind(12 * HOUR, progress=40, urgent=True),
    "ready_for_pickup": Kind(_DAYS_LATE, progress=45, urgent=True, flags_staff=True),
    "delivered": Kind(_DAYS_LATE, progress=90),
    "attempt_failed": Kind(_DAY_LATE, urgent=True, flags_staff=True),
    "delayed": Kind(_DAY_LATE, flags_staff=True),
    "on_hold": Kind(_DAY_LATE, flags_staff=True),
    "exception": Kind(_DAY_LATE, flags_staff=True),
    "stuck": Kind(_WEEK_LATE, flags_staff=True),
    "lost": Kind(_DAYS_LATE, flags_staff=True),
    "returning": Kind(_DAYS_LATE, flags_staff=True),
    "returned": Kind(_DAYS_LATE, progress=95),
    "invoice": Kind(_WEEK_LATE),
    "credit_note": Kind(_WEEK_LATE),
    "refunded": Kind(_WEEK_LATE),
    "cancelled": Kind(_WEEK_LATE, progress=100),
    "review": Kind(_WEEK_LATE, category="marketing"),
}


# What is told of an order that has been cancelled: its money and its papers, and that it was cancelled.
AFTER_CANCELLATION: Final[frozenset[Milestone]] = frozenset(("invoice", "credit_note", "refunded", "cancelled"))


@dataclass(frozen=True, slots=True)
class Notice:
    """A thing to tell about an order. ``key`` is its place in the ledger: what stands there has been decided for ever.

    ``subject`` is the parcel's id, the invoice's number or the refund's id, empty for the order itself. ``occurred_at`` is when it
    came to be so, 0 where that is not known: then it never grows stale.
    """

    key: str
    milestone: Milestone
    order_id: str
    subject: str
    occurred_at: int = 0

    def stale(self, now: int) -> bool:
        """Tell whether it happened too long ago to be news."""
        return self.occurred_at > 0 and now - self.occurred_at > KINDS[self.milestone].stale_after


@dataclass(frozen=True, slots=True)
class Skipped:
    """A notice that is not said, and why; recorded in the ledger beside those that are."""

    key: str
    milestone: Milestone
    order_id: str
    reason: str


def ledger_key(order_id: str, milestone: Milestone, subject: str, cycle: int, recipient: str) -> str:
    """Return ``<store>:<order>:<milestone>:<subject>:<cycle>:<recipient>`` (an order's id already begins with its store)."""
    return f"{order_id}:{milestone}:{subject}:{cycle}:{recipient}"
