"""Items whose outcome nobody knows: settled by a status, or by a deadline that counts only time in which we could have heard of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.domain.clock import MINUTE
from bot.domain.delivery import conversational
from bot.flow.lines import final
from bot.flow.reports import failed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from bot.db import Database
    from bot.domain.delivery import OutboxItem
    from bot.flow.consequences import Consequences


# Where Meta's webhooks don't reach us (and nothing here can tell), no status is no evidence: then an outcome stays open for so long.
LONGEST_SILENCE = 30 * MINUTE
# Statuses that have waited so long are a backlog, and not just the ones that came in this moment.
BACKLOG = 2_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with items at this moment, by outbox id."""

    orphaned: tuple[str, ...]
    resend: tuple[str, ...]
    give_up: tuple[OutboxItem, ...]


def judge(items: Sequence[OutboxItem], now: int, active: AbstractSet[str], notices: Literal["staff", "resend"]) -> Verdict:
    """Sort out what is not queued: what nobody is sending becomes unknown; past their deadline, answers are sent once more.

    ``active`` are the ids that this process is sending right now; the lease says that nobody else is.
    Notices go where the setting says; what was sent once more and is unknown again is shown to staff whatever it is.
    """
    orphaned = tuple(item.id for item in items if item.state == "sending" and item.id not in active)
    late = [item for item in items if item.state == "unknown" and item.deadline_at is not None and item.deadline_at <= now]
    again = {item.id for item in late if not item.resent and (conversational(item) or notices == "resend")}
    return Verdict(orphaned, tuple(item.id for item in late if item.id in again), tuple(item for item in late if item.id not in again))


async def settle(
    db: Database,
    items: Sequence[OutboxItem],
    now: int,
    *,
    active: AbstractSet[str],
    deadline: int,
    notices: Literal["staff", "resend"],
    consequences: Consequences | None = None,
    heard_at: int | None = None,
) -> None:
    """Carry a verdict out; ``deadline`` is in milliseconds. Only the holder of the number's lease may call this.

    ``heard_at`` is when any status of the number last came, where that is known: what is in doubt since then waits longer.
    """
    items = [item for item in items if _could_have_heard(item, now, heard_at)]
    verdict = judge(items, now, active, notices)
    if verdict.orphaned:
        await db.outbox.mark_unknown(verdict.orphaned, now, deadline, state="sending")
    if (verdict.resend or verdict.give_up) and await db.inbox.behind("status", now - BACKLOG):
        return  # the evidence may be among the statuses that are still waiting
    if verdict.resend:
        await db.outbox.resend(verdict.resend, now)
    if verdict.give_up:
        reason = "WhatsApp gave no answer and no status came by the deadline: it may or may not have arrived"
        if consequences is not None:
            await consequences.of([failed(item, None, reason, now, in_doubt=True) for item in verdict.give_up])
        await db.transcript.add([final(item, now, "failed", reason=reason) for item in verdict.give_up])
        await db.outbox.remove([item.id for item in verdict.give_up])


def _could_have_heard(item: OutboxItem, now: int, heard_at: int | None) -> bool:
    if item.state != "unknown" or item.doubted_at is None or item.deadline_at is None or heard_at is None:
        return True
    return heard_at > item.doubted_at or now > item.deadline_at + LONGEST_SILENCE


async def restart_deadlines(db: Database, items: Sequence[OutboxItem], now: int, deadline: int, active: AbstractSet[str] = frozenset()) -> None:
    """Begin the deadlines anew: while nobody listened, no status could have come.

    What was being sent when its sender died is as much in doubt; ``active`` are the ids that this process is sending right now.
    """
    unknown = [item.id for item in items if item.state == "unknown"]
    if unknown:
        await db.outbox.mark_unknown(unknown, now, deadline, state="unknown")
    orphaned = [item.id for item in items if item.state == "sending" and item.id not in active]
    if orphaned:
        await db.outbox.mark_unknown(orphaned, now, deadline, state="sending")
