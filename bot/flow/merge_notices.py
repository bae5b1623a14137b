"""Near-simultaneous notices of one order become one message: the furthest is said, the lower ones are superseded. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.notice import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.delivery import OutboxItem
    from bot.domain.notice import Notice


def replacements(items: Sequence[OutboxItem]) -> dict[str, OutboxItem]:
    """Return, by the id of each notice that need not be said, the one that is said in its place.

    ``items`` are queued notices; those without progress take no part. A notice takes the place of another one when it is of the
    same customer and order, further on, and of the same parcel (or either is about the order as a whole).
    """
    taking_part = [item for item in items if item.notice is not None and KINDS[item.notice.milestone].progress > 0]
    ranked = sorted(taking_part, key=_progress, reverse=True)
    replaced: dict[str, OutboxItem] = {}
    for place, item in enumerate(ranked):
        better = next((other for other in ranked[:place] if other.id not in replaced and _replaces(other, item)), None)
        if better is not None:
            replaced[item.id] = better
    return replaced


def companions(due: Sequence[OutboxItem], waiting: Sequence[OutboxItem]) -> list[OutboxItem]:
    """Return what waits and is to be looked at together with what is due: notices that could take a due one's place, or it theirs."""
    mergeable = [item for item in due if item.notice is not None and KINDS[item.notice.milestone].progress > 0]
    return [other for other in waiting if any(_replaces(item, other) or _replaces(other, item) for item in mergeable)] if mergeable else []


def why(by: OutboxItem) -> str:
    """Return the reason of a superseded notice: it names what was said in its place."""
    milestone = by.notice.milestone if by.notice is not None else ""
    return f"replaced by the notice {milestone} of the same order ({by.id})"


def may_be_early(item: OutboxItem) -> bool:
    """Tell whether a notice that takes another's place may go before it is due: not when it waits for a reason."""
    return item.attempts == 0 and item.reason is None


def brought_forward(items: Sequence[OutboxItem], replaced: Mapping[str, OutboxItem], now: int) -> set[str]:
    """Return the ids of notices that are not due and go now, because one that is due makes way for them."""
    due = {item.id for item in items if item.due_at <= now}
    return {by.id for lower, by in replaced.items() if lower in due and by.due_at > now and may_be_early(by)}


def _progress(item: OutboxItem) -> tuple[int, int, str]:
    return (KINDS[item.notice.milestone].progress if item.notice is not None else 0, item.created_at, item.id)


def _replaces(item: OutboxItem, other: OutboxItem) -> bool:
    one, two = item.notice, other.notice
    if one is None or two is None or item.id == other.id or (item.customer_id, one.order_id) != (other.customer_id, two.order_id):
        return False
    if _progress(item) <= _progress(other) or not KINDS[two.milestone].progress:
        return False
    return one.milestone != two.milestone if _apart(one, two) else _same_subject(one, two)


def _apart(one: Notice, two: Notice) -> bool:
    """Tell whether one of two notices is about the whole order and the other about a parcel."""
    return (not one.subject) != (not two.subject)


def _same_subject(one: Notice, two: Notice) -> bool:
    return one.subject == two.subject
