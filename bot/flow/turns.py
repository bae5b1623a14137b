"""Whose turn it is: which of the waiting items go now, and when the others are looked at again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.delivery import conversational, urgency
from bot.flow.merge_notices import companions
from bot.flow.reports import ORDER_PATIENCE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.delivery import OutboxItem
    from bot.flow.pace import Pace


@dataclass(frozen=True, slots=True)
class Turns:
    """``now`` is sent, in this order per customer; ``later`` waits until an instant, by item id. ``spent`` counts messages."""

    now: tuple[OutboxItem, ...]
    later: Mapping[str, int]
    spent: int


def turns(batch: Sequence[OutboxItem], now: int, held_back: Mapping[str, int], pace: Pace) -> Turns:
    """Decide whose turn it is; ``held_back`` are conversations in which nothing goes before an instant.

    In a conversation messages go in the order of their creation. A message that is tried again soon is waited for; a notice that is not
    due holds nobody up. Of many customers those go first who wait for an answer. What goes is noted in the allowances of ``pace``.
    """
    chats: dict[str, list[OutboxItem]] = {}
    for item in sorted(batch, key=age):
        chats.setdefault(item.conversation_id, []).append(item)
    going: list[OutboxItem] = []
    later: dict[str, int] = {}
    spent = 0
    room = pace.available(now)
    ready = {chat: _due(items, now, held_back.get(chat, 0), later) for chat, items in chats.items()}
    for chat in sorted(ready, key=lambda chat: _first(ready[chat])):
        due = ready[chat]
        pair = pace.pair_room(chat, now)
        most = min(room - spent, pair, len(due))
        if most > 0:
            spent += most
            pace.spend_pair(chat, most, now)
        # What only the number's throughput holds up is looked at again as soon as that allows.
        later |= dict.fromkeys((item.id for item in due[most:]), now + pace.pair_wait(chat, now) if most == pair else now)
        beside = companions(due[:most], [item for item in chats[chat] if item.id in later])
        for item in beside:
            del later[item.id]
        going += sorted([*due[:most], *beside], key=age)
    pace.spend(spent, now)
    return Turns(tuple(going), later, spent)


def _due(items: Sequence[OutboxItem], now: int, held_until: int, later: dict[str, int]) -> list[OutboxItem]:
    """Return what is due of one conversation, and note until when the rest waits."""
    due: list[OutboxItem] = []
    blocked_until = held_until if held_until > now else 0
    for item in items:
        if blocked_until or item.due_at > now:
            later[item.id] = max(blocked_until, item.due_at)
        else:
            due.append(item)
        if item.due_at > now and conversational(item) and item.due_at - now <= ORDER_PATIENCE:
            blocked_until = max(blocked_until, item.due_at)
    return due


def _first(due: Sequence[OutboxItem]) -> tuple[int, int]:
    return min(((urgency(item), item.created_at) for item in due), default=(9, 0))


def age(item: OutboxItem) -> tuple[int, str]:
    """Return what the items of a conversation are ordered by."""
    return (item.created_at, item.id)
