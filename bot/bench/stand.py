"""The test stand: database, bot and far end as processes and sockets, with seeded customers, torn down whatever happens."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.bench.crowd import STORE_ID, Asker, crowd, seed
from bot.bench.far_end import FarEnd
from bot.bench.http import Pool
from bot.bench.processes import Running, free_port, running
from bot.bench.store_events import STORE_SECRET
from bot.bench.wall import now
from bot.bench.webhooks import Number, Webhooks
from bot.db import open_database
from bot.db.embedded import start_embedded

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Container
    from pathlib import Path

    from bot.bench.far_end import Listener
    from bot.db import Database
    from bot.domain.order import ShipmentState

# So high that the sender never waits for it: what is measured is this program, not the ceiling of a number.
_MESSAGES_PER_SECOND = "100000"
# Customers have agreed at the checkout, and nothing is put off so that notices of one order become one message.
_STORE = f"""
[stores.{STORE_ID}]
name = "Measured shop"
connectors.standard.secrets = ["{STORE_SECRET}"]
notices.checkout_collects_consent = true
notices.delay = 0
"""


class Graph(Protocol):
    """The far end, in this process or another one."""

    @property
    def url(self) -> str:
        """What stands for ``https://graph.facebook.com``."""

    @property
    def refusals(self) -> list[str]:
        """Why Graph would have refused sends, where that is known here."""

    def listen(self, listener: Listener, addresses: Container[str] | None = None) -> None:
        """Have accepted sends told to ``listener``: those to its ``addresses``."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A bot that is ready, and what the load needs to talk to it."""

    bot: Running
    far_end: Graph
    pool: Pool
    webhooks: Webhooks
    askers: tuple[Asker, ...]
    uri: str
    database_pid: int
    port: int = 0


def settings(number: Number, graph_url: str, port: int) -> dict[str, str]:
    """Return the bot's environment, but for its database: one number, texts as short as they are in production."""
    return {
        "WASLA_HOST": "127.0.0.1",
        "WASLA_PORT": str(port),
        "WASLA_LOG_LEVEL": "warning",
        # A load asks more than any customer would, and its checkout asks for consent.
        "WASLA_CIRCLING_ANSWERS": "1000000",
        "WASLA_DAILY_ANSWERS": "1000000",
        "WASLA_NOTICES__CHECKOUT_COLLECTS_CONSENT": "true",
        "WASLA_NOTICES__DELAY": "0",
        "WASLA_WHATSAPP__APP_SECRET": number.app_secret,
        "WASLA_WHATSAPP__VERIFY_TOKEN": number.verify_token,
        "WASLA_WHATSAPP__ACCESS_TOKEN": number.access_token,
        "WASLA_WHATSAPP__PHONE_NUMBER_ID": number.phone_number_id,
        "WASLA_WHATSAPP__BUSINESS_ACCOUNT_ID": number.business_account_id,
        "WASLA_WHATSAPP__GRAPH_URL": graph_url,
        "WASLA_WHATSAPP__MESSAGES_PER_SECOND": _MESSAGES_PER_SECOND,
    }


@asynccontextmanager
async def stand(
    folder: Path,
    *,
    customers: int,
    connections: int,
    extra: dict[str, str] | None = None,
    parcels: ShipmentState = "in_transit",
    prepare: Callable[[Database], Awaitable[None]] | None = None,
    known: tuple[Asker, ...] = (),
    far_end: Graph | None = None,
) -> AsyncIterator[Stand]:
    """Set everything up in a ``folder``; ``extra`` are further settings of the bot, ``parcels`` how far every customer's has come.

    ``prepare`` may put more into the database before the bot starts. ``known`` are customers who ask and are in the folder's database
    already; those that are made here ask too. ``far_end`` is one that runs already.
    Raises ``DidNotStart`` or ``DatabaseDown``.
    """
    number, port, made = Number(), free_port(), crowd(customers)
    async with AsyncExitStack() as stack:
        embedded = await start_embedded(folder / "database")
        stack.push_async_callback(embedded.stop)
        database = await open_database(embedded.uri)
        await seed(database, made, now(), parcels)
        if prepare is not None:
            await prepare(database)
        await database.close()
        graph = far_end or await _near(number, stack)
        config = folder / "wasla.toml"
        config.write_text(_STORE, encoding="utf-8")
        environment = {**settings(number, graph.url, port), "WASLA_CONFIG": str(config), "WASLA_MONGODB_URI": embedded.uri, **(extra or {})}
        bot = await stack.enter_async_context(running(["serve"], environment, folder, port))
        pool = await Pool.open("127.0.0.1", port, connections)
        stack.push_async_callback(pool.close)
        yield Stand(bot, graph, pool, Webhooks(number, f"127.0.0.1:{port}", now), (*known, *made), embedded.uri, embedded.pid, port)


async def _near(number: Number, stack: AsyncExitStack) -> FarEnd:
    far_end = FarEnd(number)
    await far_end.start()
    stack.push_async_callback(far_end.stop)
    return far_end
