"""One world of actors and the laws that hold in it, whatever the order of their steps."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from mongomock_motor import AsyncMongoMockClient

from bot.domain.delivery import again_id, times_sent
from bot.flow.after_error import MOST_AFTER_STATUS
from tests.protocol.actors import DEADLINE, Actor, Lease, Outgoing, Staff, Worker
from tests.protocol.book import Book
from tests.protocol.desks import Rules, Surroundings, open_database
from tests.protocol.far_end import NOW, NUMBER, ORDER, SARA, Cut, Meta, message, shipment, status
from tests.protocol.gates import Gate, Loop, Trouble

if TYPE_CHECKING:
    import asyncio

    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db.codec import Document
    from bot.domain.delivery import OutboxItem
    from bot.domain.inbox import InboxItem

WORKERS = ("worker 0", "worker 1")
SENDERS = ("sender 0", "sender 1")
ACTORS = (*WORKERS, *SENDERS, "staff")
MOST_ROUNDS = 60
MOST_STEPS = 2_000


class FaultFound(AssertionError):
    """A law was broken."""


class World:
    """The actors, the scheduler that moves them, and what has happened so far."""

    def __init__(self, loop: Loop, group: asyncio.TaskGroup, rules: Rules) -> None:
        self._loop = loop
        self._group = group
        self.now = NOW
        self.meta = Meta()
        self.book = Book()
        self.acked: list[InboxItem] = []
        self.log: list[str] = []
        self.interruptions = 0
        self._ranks: dict[str, int] = {}
        store: AsyncIOMotorDatabase[Document] = AsyncMongoMockClient()["protocol"]
        self._around = Surroundings(store, self.meta, self.book, rules, lambda: self.now)
        self.truth = open_database(self._around, "the truth", None)
        self._leases = [Lease(held=True), Lease(held=False)]
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self.actors: dict[str, Actor] = {}
        self._senders: dict[str, Outgoing] = {}
        self._takeover_wanted = False

    async def begin(self) -> None:
        """Store the customer and the order, and start every actor."""
        await self.truth.customers.put_many([SARA])
        await self.truth.orders.put_many([ORDER])
        for name in (*SENDERS, *WORKERS, "staff"):
            self._start(name)
        await self._loop.until_nothing_moves()

    def _start(self, name: str) -> None:
        gate = Gate(self._observe)
        number = int(name[-1]) if name[-1].isdigit() else 0
        if name in WORKERS:
            once = Worker(self._around, name, gate, partial(self._hand_over, SENDERS[number])).once
        elif name in SENDERS:
            self._senders[name] = sender = Outgoing(self._around, name, gate, self._leases[number])
            once = sender.once
        else:
            self._staff = staff = Staff(self._around, name, gate)
            staff.wanted = self._takeover_wanted
            once = staff.once
        self.actors[name] = actor = Actor(name, gate, once)
        self._tasks[name] = self._group.create_task(actor.live())

    def _hand_over(self, sender: str, items: list[OutboxItem]) -> None:
        self._senders[sender].hand_over(items)

    async def _observe(self, what: str) -> None:
        if what.startswith(("conversations.insert", "conversations.bulk", "orders.bulk")):
            chats = await self._around.store["conversations"].find({}).to_list(None)
            orders = await self._around.store["orders"].find({}).to_list(None)
            self.book.read({doc["commit"] for doc in chats + orders if "commit" in doc})
        if what.startswith("transcript.bulk"):
            self._check_ranks(await self._around.store["transcript"].find({}).to_list(None))

    def _check_ranks(self, docs: list[Document]) -> None:
        for doc in docs:
            if doc.get("rank", 0) < self._ranks.get(doc["_id"], 0):
                raise FaultFound(f"went back: {doc['_id']} to {doc['state']}")
            self._ranks[doc["_id"]] = doc.get("rank", 0)

    async def step(self, name: str, index: int = 0) -> None:
        """Let an actor do one thing, and look whether any law is broken."""
        what = self.actors[name].gate.open(index)
        await self._loop.until_nothing_moves()
        self.log.append(f"{name}: {what}")
        self._check()

    async def run(self, name: str, steps: int = MOST_STEPS, index: int = 0) -> int:
        """Let an actor go on for some steps, at most to the end of what it is doing; tell how many it made."""
        actor = self.actors[name]
        if actor.resting:
            await self.step(name)
        made = 0
        while made < steps and not actor.resting:
            await self.step(name, index)
            made += 1
        return made

    async def crash(self, name: str) -> None:
        """End an actor where it stands and start it anew: it has forgotten everything."""
        self.log.append(f"{name} crashes")
        self.interruptions += 1
        self._tasks[name].cancel()
        self.actors[name].gate.close()
        await self._loop.until_nothing_moves()
        self._start(name)
        await self._loop.until_nothing_moves()

    def end(self) -> None:
        """End every actor."""
        for task in self._tasks.values():
            task.cancel()

    async def trouble(self, name: str, trouble: Trouble) -> None:
        """Cut an actor's connection to the database at its next call."""
        self.log.append(f"{name}'s connection is going to be cut {trouble} its next call takes effect")
        self.interruptions += 1
        self.actors[name].gate.trouble = trouble

    async def cut(self, cut: Cut) -> None:
        """Have the next request to Meta go wrong."""
        self.log.append(f"the next request to Meta: {cut}")
        self.interruptions += 1
        self.meta.cut = cut

    async def move_lease(self) -> None:
        """Give the number's lease to the other sender."""
        self.log.append("the lease moves")
        self.interruptions += 1
        for lease in self._leases:
            lease.held = not lease.held

    async def take_over(self) -> None:
        """Have a person want the conversation."""
        self.log.append("staff want the conversation")
        self._takeover_wanted = self._staff.wanted = True

    async def receive(self, item: InboxItem) -> None:
        """Store an item as the hook does."""
        self.log.append(f"{item.id} comes in")
        if item.kind != "status" and item.id not in {known.id for known in self.acked}:
            self.acked.append(item)
        await self.truth.inbox.add_many([item])

    async def receive_message(self) -> None:
        """Have the customer write something new."""
        await self.receive(message(sum(item.kind == "message" for item in self.acked), self.now))

    async def receive_shipment(self) -> None:
        """Have the store report what it has perhaps reported before."""
        await self.receive(shipment(sum(item.kind == "event" for item in self.acked), self.now))

    async def redeliver(self, index: int) -> None:
        """Deliver once more what has been delivered before."""
        if self.acked:
            await self.receive(self.acked[index % len(self.acked)])

    async def receive_status(self, which: int = 0) -> None:
        """Deliver one of the statuses that Meta has to tell, the oldest or another."""
        if self.meta.statuses:
            await self.receive(status(*self.meta.tell(which), self.now))

    async def repeat_status(self, which: int) -> None:
        """Deliver once more what Meta has told before."""
        if self.meta.told:
            await self.receive(status(*self.meta.told[which % len(self.meta.told)], self.now))

    async def come_to_rest(self) -> None:
        """Let everything come to its end without further disturbance, and look whether nothing is left open or lost."""
        self.log.append("-- from here on undisturbed")
        for _ in range(MOST_ROUNDS):
            while self.meta.statuses:
                await self.receive_status()
            for name in ACTORS:
                await self.run(name)
            if await self._is_done():
                break
            await self.wait_long()
        else:
            raise FaultFound("it never comes to rest")
        await self._check_end()

    async def wait_long(self) -> None:
        """Move the clock to what is due next, deadlines included.

        Only when no request is under way and every status that Meta has to tell has been handled: that is what a deadline is for.
        """
        inbox = await self.truth.inbox.waiting(self.now + 1, 100)
        on_the_way = [call for actor in self.actors.values() for call in actor.gate.waiting if call.what.startswith("Meta")]
        if not (inbox or on_the_way or self.meta.statuses):
            items = await self.truth.outbox.all_of(NUMBER, 100)
            dues = [item.due_at if item.state == "queued" else item.deadline_at or 0 for item in items]
            self.now = max(self.now, min(dues, default=self.now))
            self.log.append("much time goes by")

    async def wait_a_little(self) -> None:
        """Let a few seconds go by: enough for what waits its turn, less than any deadline."""
        self.log.append("time goes by")
        self.now += DEADLINE // 20

    async def _is_done(self) -> bool:
        open_items = await self.truth.outbox.all_of(NUMBER, 1) or await self.truth.inbox.waiting(self.now + 1, 1) or self.meta.statuses
        return not open_items and all(actor.resting for actor in self.actors.values())

    def _check(self) -> None:
        twice = [item for item, times in self.book.applied.items() if times > 1]
        if twice:
            raise FaultFound(f"applied twice: {twice}")
        for item, times in self.meta.accepted.items():
            if times > (2 if item in self.meta.silent else 1):
                raise FaultFound(f"sent {times} times: {item}")

    async def _check_end(self) -> None:
        """Look whether anything is missing. A document's lists may be left full by a crash, if all that they name is done."""
        await self._check_sent()
        lost = [item.id for item in self.acked if self.book.applied[item.id] != 1]
        if lost:
            raise FaultFound(f"acknowledged and never applied: {lost}")
        ids = [item.id for item in self.acked]
        recorded = await self.truth.transcript.known(ids) | await self.truth.events.known(ids)
        if len(recorded) != len(ids):
            raise FaultFound(f"without a record: {set(ids) - recorded}")

    async def _check_sent(self) -> None:
        lines = await self.truth.transcript.get_many(list(self.book.said))
        for item, kind in self.book.said.items():
            state = cast("str", lines[item].state) if item in lines else "forgotten"
            if self.meta.accepted[item] == 0 and not self._excused(item, kind, state):
                raise FaultFound(f"never sent: {item} ({state})")
            if state not in self._ends(item):
                raise FaultFound(f"ended as {state}: {item}")
        await self._check_sent_again()
        notices = [item for item, kind in self.book.said.items() if kind == "notice"]
        if len(notices) > 1:
            raise FaultFound(f"announced more than once: {notices}")

    async def _check_sent_again(self) -> None:
        """Look whether each message that failed for the moment was followed by another, which came to its own end."""
        failed = await self.truth.transcript.get_many(list(self.meta.failed))
        again = await self.truth.transcript.get_many([again_id(item) for item in self.meta.failed])
        for item, line in failed.items():
            if line.state == "failed" and line.letter is not None and again_id(item) not in again and times_sent(item) < MOST_AFTER_STATUS:
                raise FaultFound(f"failed and not sent again: {item}")

    def _ends(self, item: str) -> set[str]:
        """Return the states in which an item may end, now that Meta has told everything: one, unless nobody could know."""
        if self.meta.accepted[item] == 0:
            return {"failed", "skipped"}
        if item in self.meta.silent:
            return {"accepted", "failed", "skipped", "read"}
        return {"failed"} if item in self.meta.failed | self.meta.gone else {"read"}

    def _excused(self, item: str, kind: str, state: str) -> bool:
        """Tell whether there is a reason why an item was not sent: a person took over, nobody is there, or nobody could know, too often."""
        if state == "skipped":
            return self._takeover_wanted or bool(self.meta.gone)
        if item in self.meta.gone:
            return state == "failed"
        return state == "failed" and self.interruptions >= (1 if kind == "notice" else 2)
