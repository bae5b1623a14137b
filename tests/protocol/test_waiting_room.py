"""An event and the order that it is about, at the same moment, in every order of steps: the event is never lost."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from bot.db.inbox import Inbox
from bot.db.waiting import WaitingRoom
from bot.flow.store_events import StoreEvents
from tests.protocol.waiting import Rules, played, wandered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db.waiting import Waiting
    from bot.domain.inbox import InboxItem
    from bot.domain.store_event import StoreEvent

MOST_STEPS = 60


class DoesNotLookAgain(StoreEvents):
    """Takes for granted that what was unknown still is."""

    @override
    async def _wait(self, lost: Mapping[str, tuple[InboxItem, Sequence[StoreEvent]]], now: int) -> list[InboxItem]:
        for item, events in lost.values():
            await self._db.waiting.put([(f"noor:parcel:{getattr(event, 'tracking_number', '')}", item) for event in events], now)
            await self._db.inbox.leave([item])
        return []


class LeavesWhatever(Inbox):
    """Takes an item out although it was received anew."""

    @override
    async def leave(self, items: Sequence[InboxItem]) -> None:
        await self.remove([item.id for item in items])


class ForgetsFirst(WaitingRoom):
    """Lets an item go before it is in the inbox again."""

    @override
    async def _call(self, waiting: Sequence[Waiting]) -> None:
        await self.forget(waiting)
        await super()._call(waiting)


async def faults(rules: Rules, crash: str = "") -> list[str]:
    """Return what goes wrong, over every pair of moments at which the two workers may stop and go on."""
    _, most_early, _ = await played(MOST_STEPS, 0, rules)
    _, _, most_late = await played(0, MOST_STEPS, rules)
    assert 0 < most_early < MOST_STEPS > most_late > 0
    tries = [await played(early, late, rules, crash) for early in range(most_early + 1) for late in range(most_late + 1)]
    return [fault for fault, _, _ in tries if fault]


@pytest.mark.parametrize("crash", ["", "early", "late", "early and late"])
async def test_wherever_the_two_meet_or_crash_nothing_is_lost(crash: str) -> None:
    assert await faults(Rules(), crash) == []


async def test_by_turns_of_a_few_steps_nothing_is_lost_either() -> None:
    assert [seed for seed in range(200) if await wandered(Random(seed))] == []  # noqa: S311 - the same every time


@pytest.mark.parametrize(
    ("rules", "crash"),
    [(Rules(events=DoesNotLookAgain), ""), (Rules(inbox=LeavesWhatever), ""), (Rules(room=ForgetsFirst), "late")],
    ids=["the waiting look again", "what was received anew stays", "what is called back is in the inbox first"],
)
async def test_without_this_rule_something_is_lost(rules: Rules, crash: str) -> None:
    assert await faults(rules, crash) != []
