"""WhatsApp and its customers in a process of their own: the offline Cloud API with a memory that outlives ``kill -9``.

``python -m tests.faults.whatsapp FOLDER PORT BOT_URL SEED PEOPLE``
"""

from __future__ import annotations

import asyncio
import random
import sys
from collections import deque
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aiohttp import web
from typing_extensions import override

from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.notices import template_definitions
from bot.simulator.app import standalone
from bot.simulator.people import Person
from bot.simulator.phone import Phone
from bot.simulator.records import Records, Sent
from bot.simulator.webhooks import Postman
from bot.simulator.wire import Update
from bot.simulator.world import World
from tests.crash.conftest import NUMBER
from tests.faults.child import die_with_parent
from tests.faults.journal import Journal, read
from tests.faults.orders import ORDERS, follow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.faults.journal import Entry
    from tests.faults.orders import Orders

JOURNAL: Final = "whatsapp.jsonl"
REGULARS: Final = 12
QUESTION: Final = "where is my order"
# A machine that can't keep up has customers ask more slowly: what is measured is loss, and not how long a queue may grow.
MOST_UNANSWERED: Final = 600
FLOOD: Final = 150
LATELY: Final = 2_000
# So many messages a second come from those who have written before, and at most this share of all: WhatsApp takes one message in six
# seconds for a customer, and the bot keeps to that.
OFTEN: Final = 1.0
SHARE: Final = 0.3


def customer(n: int) -> Person:
    """Return the n-th customer; the first ``REGULARS`` write again and again, each of the others once."""
    return Person(f"p{n}", f"Customer {n}", "en", f"9665{n + 1:08d}", None, "SA", "default", "Noor Home", NUMBER.phone_number_id)


def key_of(update: Update) -> str:
    """Return the id under which the bot keeps what it is told."""
    state = update.item.get("status")
    return f"wa:{update.wamid}:{state}" if update.kind == "statuses" else f"wa:{update.wamid}"


class NotedSends(Records):
    """Writes each accepted send down before it is answered."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(limit=1_000)
        self._journal = journal
        self.answered: set[str] = set()

    @override
    def add_sent(self, sent: Sent) -> None:
        self._journal.add("said", id=sent.wamid, outbox_id=sent.outbox_id, to=sent.to, at=sent.at)
        self.answered.add(sent.to)
        super().add_sent(sent)


class NotedPost(Postman):
    """Writes each update down before it is on its way, and when the bot has taken it; ``lately`` is what may be repeated."""

    def __init__(self, world: World, journal: Journal) -> None:
        super().__init__(world.bot_url, world.switches, world.dice, concurrency=48, on_outcome=self._noted)
        self._world = world
        self._journal = journal
        self.lately: deque[Update] = deque(maxlen=LATELY)

    @override
    def put(self, update: Update) -> None:
        fields = {name: value for name, value in asdict(update).items() if name != "number"}
        about = update.item.get("biz_opaque_callback_data") or update.person_id
        self._journal.add("told", id=key_of(update), kind=update.kind, about=about, at=self._world.clock(), update=fields)
        self.lately.append(update)
        super().put(update)

    def again(self, update: Update) -> None:
        """Tell something that stands in the journal already."""
        super().put(update)

    def _noted(self, update: Update, delivered: bool) -> None:  # noqa: FBT001 (the postman's callback)
        self._journal.add("taken" if delivered else "dropped", id=key_of(update), at=self._world.clock())


class Crowd:
    """Customers who write as often as they are told to. ``past`` is what stood in the journal when this process began."""

    def __init__(self, world: World, sends: NotedSends, post: NotedPost, past: Sequence[Entry], seed: int) -> None:
        self._world = world
        self._sends = sends
        self._post = post
        self._past = past
        self._dice = random.Random(f"{seed}:{len(past)}")  # noqa: S311 - guards nothing
        self._asked = {str(one["about"]) for one in past if one["what"] == "told" and one["kind"] == "messages"}
        self._next = max((int(who[1:]) + 1 for who in self._asked), default=REGULARS)
        self._floods: int | None = None

    def begin_again(self) -> None:
        """Go on where the killed one was: what had not been taken is told again, and windows are open that were."""
        taken = {one["id"] for one in self._past if one["what"] == "taken"}
        self._sends.answered.update(one["to"] for one in self._past if one["what"] == "said")
        for entry in self._past:
            if entry["what"] != "told":
                continue
            update = Update(NUMBER, **entry["update"])
            self._post.lately.append(update)
            if update.person_id is not None:
                self._world.open_window(NUMBER.phone_number_id, update.person_id, entry["at"])
            if entry["id"] not in taken:
                self._post.again(update)

    async def live(self, orders: Path) -> None:
        """Write and repeat as the orders say, for ever."""
        await follow(orders, lambda wanted: wanted.messages, self._dice, self._heed, self._act)

    def _act(self, wanted: Orders) -> None:
        self._somebody_writes(often=self._dice.random() < min(SHARE, OFTEN / wanted.messages))

    def _heed(self, wanted: Orders) -> None:
        if wanted.switches:
            self._world.set_switches(**wanted.switches)
        floods = wanted.floods.get("whatsapp", 0)
        if self._floods is not None and floods > self._floods and self._post.lately:
            for update in self._dice.choices(self._post.lately, k=FLOOD):
                self._post.again(update)
        self._floods = floods

    def _somebody_writes(self, *, often: bool) -> None:
        if often:
            Phone(self._world, f"p{self._dice.randrange(REGULARS)}").says(QUESTION)
        elif self._next < len(self._world.directory.people) and len(self._asked - self._sends.answered) < MOST_UNANSWERED:
            who = f"p{self._next}"
            self._next += 1
            self._asked.add(who)
            Phone(self._world, who).says(QUESTION)


async def live(folder: Path, port: int, bot_url: str, seed: int, people: int) -> None:
    """Run until killed."""
    past, journal = read(folder / JOURNAL), Journal(folder / JOURNAL)
    templates = template_definitions(Catalogues.load(data_folder("locales")))
    world = World(numbers=[NUMBER], people=[customer(n) for n in range(people)], bot_url=bot_url, templates=templates, strict=False)
    world.records = sends = NotedSends(journal)
    world.postman = post = NotedPost(world, journal)
    crowd = Crowd(world, sends, post, past, seed)
    runner = web.AppRunner(standalone(world), access_log=None)
    await runner.setup()
    crowd.begin_again()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await crowd.live(folder / ORDERS)


if __name__ == "__main__":
    die_with_parent()
    where, at, url, number, most = sys.argv[1:]
    asyncio.run(live(Path(where), int(at), url, int(number), int(most)))
