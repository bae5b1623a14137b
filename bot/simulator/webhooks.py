"""Posting webhooks to the bot as Meta does: signed, concurrent, unordered, repeated until they are answered 200."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp

from bot.simulator.wire import Update, envelope
from bot.whatsapp.signature import sign

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.simulator.switches import Dice, Switches

PATH = "/webhooks/whatsapp"
# Meta repeats for up to 7 days with growing pauses (https://developers.facebook.com/docs/graph-api/webhooks/getting-started);
# here time runs faster: seconds, and given up after ten minutes.
PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
GIVE_UP_AFTER = 600.0
TIMEOUT = 10.0
_LINGER = 0.01
_REORDER_FLUSH = 0.05
_OK = 200


@dataclass(slots=True)
class Delivery:
    """One POST: the signed body stays the same however often it is tried. ``waited`` is the sum of the pauses, in seconds."""

    updates: list[Update]
    body: bytes
    signature: str
    attempts: int = 0
    waited: float = 0.0


class Postman:
    """Owns the tasks that post. Everything put in is posted until it is answered 200 or given up after ten minutes."""

    def __init__(self, bot_url: str, switches: Switches, dice: Dice, *, concurrency: int, on_outcome: Callable[[Update, bool], None]) -> None:
        self.bot_url = bot_url
        self.posted = self.retried = self.dropped = 0
        self._switches, self._dice = switches, dice
        self._concurrency = concurrency
        self._on_outcome = on_outcome
        self._queue: asyncio.Queue[Update | Delivery] = asyncio.Queue()
        self._gathering = asyncio.Lock()
        self._held: list[Update] = []
        self._open = 0
        self._settled = asyncio.Event()
        self._settled.set()
        self._timers: set[asyncio.TimerHandle] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._session: aiohttp.ClientSession | None = None

    def use(self, switches: Switches, dice: Dice) -> None:
        """Work under other switches from now on."""
        self._switches, self._dice = switches, dice

    async def start(self) -> None:
        """Start posting; what was put in before leaves now."""
        loop = asyncio.get_running_loop()
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._concurrency),
            timeout=aiohttp.ClientTimeout(total=TIMEOUT),
        )
        self._tasks = [loop.create_task(self._work(self._session), name=f"postman-{n}") for n in range(self._concurrency)]

    async def stop(self) -> None:
        """Stop posting; what is still on its way is lost, as with a network that goes away."""
        for timer in self._timers:
            timer.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        if self._session is not None:
            await self._session.close()
            self._session = None

    def put(self, update: Update) -> None:
        """Post this update as the switches want it: late, shuffled, twice or straight away."""
        self._begin(1)
        if update.kind == "statuses" and self._switches.reorder > 1:
            self._held.append(update)
            if len(self._held) >= self._switches.reorder:
                self._flush()
            elif len(self._held) == 1:
                self._later(_REORDER_FLUSH, self._flush)
            return
        self._leave(update)

    async def settled(self, timeout: float = 10.0) -> None:  # noqa: ASYNC109 (how long to wait is what it is asked)
        """Return when nothing is on its way any more; raises ``TimeoutError``."""
        async with asyncio.timeout(timeout):
            await self._settled.wait()

    async def call(self, request: Callable[[aiohttp.ClientSession], Awaitable[int]]) -> int:
        """Make another request with the postman's session (the store's events); returns the HTTP status, 0 when nothing answered."""
        if self._session is None:
            raise RuntimeError("the world is not running: start its application first")
        with suppress(aiohttp.ClientError, TimeoutError):
            return await request(self._session)
        return 0

    def _flush(self) -> None:
        held, self._held = self._held, []
        self._dice.row("reorder").shuffle(held)
        for update in held:
            self._leave(update)

    def _leave(self, update: Update) -> None:
        self._after(self._dice.seconds("delay", self._switches.delay_ms), update)

    def _after(self, seconds: float, what: Update | Delivery) -> None:
        if seconds > 0:
            self._later(seconds, lambda: self._queue.put_nowait(what))
        else:
            self._queue.put_nowait(what)

    def _later(self, seconds: float, action: Callable[[], None]) -> None:
        def run() -> None:
            self._timers.discard(timer)
            action()

        timer = asyncio.get_running_loop().call_later(seconds, run)
        self._timers.add(timer)

    async def _work(self, session: aiohttp.ClientSession) -> None:
        while True:
            # One worker gathers at a time: several would tear apart what can share a POST.
            async with self._gathering:
                deliveries = await self._gather()
            for delivery in deliveries:
                await self._post(session, delivery)

    async def _gather(self) -> list[Delivery]:
        first = await self._queue.get()
        if isinstance(first, Delivery):
            return [first]
        updates = [first]
        most = self._switches.batch
        if most > 1 and self._queue.qsize() + 1 < most:
            await asyncio.sleep(_LINGER)
        while len(updates) < most and not self._queue.empty():
            item = self._queue.get_nowait()
            if isinstance(item, Delivery):
                self._queue.put_nowait(item)
                break
            updates.append(item)
        packed = self._packed(updates)
        for delivery in packed:
            if self._dice.chance("duplicates", self._switches.duplicates):
                self._begin(len(delivery.updates))
                self._queue.put_nowait(Delivery(delivery.updates, delivery.body, delivery.signature))
        return packed

    @staticmethod
    def _packed(updates: list[Update]) -> list[Delivery]:
        # Apps have secrets, and one POST has one signature: numbers of different apps never share a POST.
        by_secret: dict[str, list[Update]] = {}
        for update in updates:
            by_secret.setdefault(update.number.app_secret, []).append(update)
        packed = ((secret, group, envelope(group)) for secret, group in by_secret.items())
        return [Delivery(group, body, sign(body, secret)) for secret, group, body in packed]

    async def _post(self, session: aiohttp.ClientSession, delivery: Delivery) -> None:
        delivery.attempts += 1
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": delivery.signature, "User-Agent": "facebookexternalua"}
        try:
            async with session.post(self.bot_url + PATH, data=delivery.body, headers=headers) as response:
                status = response.status
        except (aiohttp.ClientError, TimeoutError):
            status = 0
        if status == _OK:
            self.posted += 1
            self._finish(delivery, delivered=True)
        else:
            self._retry(delivery)

    def _retry(self, delivery: Delivery) -> None:
        pause = PAUSES[min(delivery.attempts, len(PAUSES)) - 1]
        if delivery.waited + pause > GIVE_UP_AFTER:
            self.dropped += 1
            self._finish(delivery, delivered=False)
            return
        delivery.waited += pause
        self.retried += 1
        self._after(pause, delivery)

    def _begin(self, count: int) -> None:
        self._open += count
        self._settled.clear()

    def _finish(self, delivery: Delivery, *, delivered: bool) -> None:
        self._open -= len(delivery.updates)
        for update in delivery.updates:
            self._on_outcome(update, delivered)
        if self._open == 0:
            self._settled.set()
