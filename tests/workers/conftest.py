"""Loops that a test starts and that end with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.app import load_mind
from bot.domain.inbox import InboxItem
from bot.flow.batch import Outcome, Queued, nobody_waits
from bot.workers.inbox import InboxWorker, Listeners
from bot.workers.runner import Runner
from tests.workers.clock import NOW, Clock, until
from tests.workers.sending import Number, sending

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator

    from bot.db import Database
    from bot.domain.delivery import OutboxItem
    from bot.domain.inbox import InboxKind
    from bot.domain.message import InboundMessage
    from bot.flow.converse import Mind

Does = Callable[[Sequence[InboxItem]], Awaitable[Outcome]]


def item(name: str, lane: str = "", *, attempts: int = 1, received_at: int = NOW, kind: InboxKind = "message") -> InboxItem:
    """Return an item as the receiver stores it: taken once; its lane is the first letter of its name unless another is given."""
    return InboxItem(name, kind, lane or name[0], received_at, received_at, "n1", b"{}", attempts)


async def everything_is_done(_items: Sequence[InboxItem]) -> Outcome:
    """Find nothing left to do."""
    return Outcome()


@dataclass
class Handler:
    """Notes what it is handed, and finds what the test says; what that does not name is done."""

    db: Database
    finds: Does = everything_is_done
    calls: list[list[str]] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    tidying_waits: dict[str, asyncio.Event] = field(default_factory=dict)

    async def __call__(self, items: Sequence[InboxItem], now: int, queued: Queued = nobody_waits) -> Outcome:
        del now
        self.calls.append([one.id for one in items])
        self.taken += [one.attempts for one in items]
        outcome = await self.finds(items)
        queued(outcome.outbox)
        left = {one.id for one in outcome.retry} | {one.id for one in outcome.parked}
        done = [one.id for one in items if one.id not in left and one.lane not in outcome.waits]
        for name in self.tidying_waits.keys() & set(done):
            await self.tidying_waits[name].wait()
        await self.db.inbox.remove(done)
        self.done += done
        return outcome


@dataclass
class Ears:
    """What the worker tells others."""

    outbox: list[OutboxItem] = field(default_factory=list)
    read: list[tuple[str, bool]] = field(default_factory=list)

    def queued(self, items: Sequence[OutboxItem]) -> None:
        self.outbox += items

    def mark_read(self, messages: Sequence[InboundMessage], *, typing: bool) -> None:
        self.read += [(message.id, typing) for message in messages]


@dataclass
class Shift:
    """An inbox worker at work, as the crew runs it."""

    db: Database
    runner: Runner
    clock: Clock
    handler: Handler
    ears: Ears
    worker: InboxWorker

    def begin(self) -> None:
        for loop in range(2):
            self.runner.start(f"inbox {loop}", self.worker.run)
        self.runner.start("pauses", self.worker.wake)

    async def stored(self, *items: InboxItem) -> None:
        """Store items and hand them over, as the receiver does."""
        assert await self.db.inbox.add_many(items) == [None] * len(items)
        self.worker.hand_over(items)

    async def idle(self) -> None:
        """Return when nothing is in hand."""
        await until(lambda: self.worker.waiting == 0)

    async def in_time(self) -> None:
        """Return when nothing is in hand; the clock moves on, so that whatever rests has its turn."""

        def later() -> bool:
            self.clock.now += 100
            return self.worker.waiting == 0

        await until(later)

    async def attempts(self) -> dict[str, int]:
        """Return what the inbox holds, and how often each item was taken."""
        return {one.id: one.attempts for one in await self.db.inbox.waiting(NOW * 2, 1_000)}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture
async def runner() -> AsyncIterator[Runner]:
    """The owner of the loops that a test starts."""
    runner = Runner()
    yield runner
    await runner.close()


def make_shift(database: Database, runner: Runner, clock: Clock) -> Shift:
    """Return an inbox worker for messages that has not begun yet."""
    handler, ears = Handler(database), Ears()
    worker = InboxWorker(database, "message", handler, clock, Listeners(ears.queued, ears.mark_read))
    return Shift(database, runner, clock, handler, ears, worker)


@pytest.fixture
def shift(database: Database, runner: Runner, clock: Clock) -> Shift:
    return make_shift(database, runner, clock)


@pytest.fixture(scope="session")
def mind() -> Mind:
    """What the program understands and says, read from its own files."""
    return load_mind()


@pytest_asyncio.fixture
async def number(database: Database, mind: Mind, runner: Runner, clock: Clock) -> AsyncIterator[Number]:
    """A number and its sender, not begun yet."""
    async with sending(database, mind, runner, clock) as number:
        yield number
