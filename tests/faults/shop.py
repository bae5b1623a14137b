"""A store and its carrier in a process of their own: signed events about orders, told until they are taken.

``python -m tests.faults.shop FOLDER BOT_URL SEED PEOPLE``. Each order is lived to one of several ends; the events of all orders are
mixed, and what is not taken at once is told again later, so that they come in any order.
"""

from __future__ import annotations

import asyncio
import random
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import aiohttp
import orjson
from standardwebhooks import Webhook

from bot.domain.clock import from_instant
from bot.simulator.order_story import STEPS, Story, iso
from bot.simulator.world import wall_clock
from tests.faults.child import die_with_parent
from tests.faults.journal import Journal, read
from tests.faults.orders import ORDERS, follow
from tests.faults.whatsapp import REGULARS, customer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.faults.journal import Entry
    from tests.faults.orders import Orders

JOURNAL: Final = "shop.jsonl"
SECRET: Final = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
LIVES: Final = (
    ("place", "pay", "prepare", "send", "out", "deliver", "invoice"),
    ("place", "pay", "send", "attempt", "out", "deliver"),
    ("place", "pay", "cancel", "refund"),
    ("place", "decline", "pay", "prepare"),
)
FLOOD: Final = 60
AGAIN_AFTER: Final = (0.2, 3.0)
PATIENCE: Final = 8.0
WORKERS: Final = 8
MOST_UNTAKEN: Final = 200
GOODS: Final = ("Brass coffee pot", "189.00")


@dataclass(slots=True)
class Life:
    """An order, its story, and what is still to happen to it."""

    story: Story
    left: list[str] = field(default_factory=list)


def life_of(number: int, people: int, now: int) -> Life:
    """Return a new order: its customer and its fate follow from its number. Orders of one customer are several."""
    person = customer(REGULARS + number % (people - REGULARS))
    return Life(Story(f"NH-{number + 1_000}", person, now, GOODS), list(LIVES[number % len(LIVES)]))


class Shop:
    """Tells of orders as often as it is told to; what it told and what was taken stands in the journal."""

    def __init__(self, journal: Journal, past: Sequence[Entry], url: str, people: int, dice: random.Random) -> None:
        self._journal = journal
        self._url = url
        self._people = people
        self._dice = dice
        self._queue: asyncio.Queue[Entry] = asyncio.Queue()
        self._lives: dict[str, Life] = {}
        self._told: list[Entry] = []
        self._untaken: set[str] = set()
        self._floods: int | None = None
        self._begun = 0
        self._remember(past)

    def _remember(self, past: Sequence[Entry]) -> None:
        taken = {one["id"] for one in past if one["what"] == "taken"}
        for entry in (one for one in past if one["what"] == "told"):
            self._told.append(entry)
            life = self._lives.get(entry["about"]) or self._begin(entry["at"])
            life.left.remove(entry["step"])
            if entry["id"] not in taken:
                self._post(entry)

    def _begin(self, now: int) -> Life:
        life = life_of(self._begun, self._people, now)
        self._begun += 1
        self._lives[life.story.number] = life
        return life

    async def live(self, orders: Path) -> None:
        """Tell and repeat as the orders say, for ever."""
        await follow(orders, lambda wanted: wanted.events, self._dice, self._heed, self._act)

    def _act(self, _: Orders) -> None:
        if len(self._untaken) < MOST_UNTAKEN:
            self._tell(wall_clock())

    def _heed(self, wanted: Orders) -> None:
        floods = wanted.floods.get("shop", 0)
        if self._floods is not None and floods > self._floods and self._told:
            for entry in self._dice.choices(self._told, k=FLOOD):
                self._queue.put_nowait(entry)
        self._floods = floods

    def _tell(self, now: int) -> None:
        under_way = [life for life in self._lives.values() if life.left]
        life = self._dice.choice(under_way) if under_way and self._dice.random() < 0.8 else self._begin(now)
        step = life.left.pop(0)
        kind, data = STEPS[step](life.story, now)
        event = f"{life.story.number}-{step}"
        entry = {"id": f"standard:default:{event}", "event": event, "about": life.story.number, "step": step, "at": now}
        entry["body"] = orjson.dumps({"type": kind, "timestamp": iso(now), "data": data}).decode()
        self._journal.add("told", kind="events", **entry)
        self._told.append(entry)
        self._post(entry)

    def _post(self, entry: Entry) -> None:
        self._untaken.add(entry["id"])
        self._queue.put_nowait(entry)

    async def work(self, session: aiohttp.ClientSession) -> None:
        """Post what is to be told, for ever; what is not taken is told again behind the others."""
        while True:
            entry = await self._queue.get()
            if await self._posted(session, entry):
                self._journal.add("taken", id=entry["id"], at=wall_clock())
                self._untaken.discard(entry["id"])
            elif entry["id"] in self._untaken:
                await asyncio.sleep(self._dice.uniform(*AGAIN_AFTER))
                self._queue.put_nowait(entry)

    async def _posted(self, session: aiohttp.ClientSession, entry: Entry) -> bool:
        moment = from_instant(wall_clock())
        headers = {
            "content-type": "application/json",
            "webhook-id": entry["event"],
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": Webhook(SECRET).sign(entry["event"], moment, entry["body"]),
        }
        with suppress(aiohttp.ClientError, TimeoutError):
            async with session.post(self._url, data=entry["body"].encode(), headers=headers) as response:
                return 200 <= response.status < 300
        return False


async def live(folder: Path, bot_url: str, seed: int, people: int) -> None:
    """Run until killed."""
    past, journal = read(folder / JOURNAL), Journal(folder / JOURNAL)
    dice = random.Random(f"{seed}:{len(past)}")  # noqa: S311 - guards nothing
    shop = Shop(journal, past, f"{bot_url}/webhooks/standard/default", people, dice)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session, asyncio.TaskGroup() as group:
        for _ in range(WORKERS):
            group.create_task(shop.work(session))
        group.create_task(shop.live(folder / ORDERS))


if __name__ == "__main__":
    die_with_parent()
    where, url, number, most = sys.argv[1:]
    asyncio.run(live(Path(where), url, int(number), int(most)))
