"""What every part of one process is made from."""

from __future__ import annotations

import os
import socket
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from bot.app.metrics import Metrics
from bot.app.pulse import Pulse
from bot.app.trail import Trail
from bot.app.wall import clock
from bot.connectors.registry import CONNECTORS
from bot.domain.clock import SECOND
from bot.flow.consequences import Consequences
from bot.flow.order_changes import OrderChanges
from bot.flow.outgoing_news import news_of
from bot.flow.rules_book import RulesBook
from bot.flow.store_choices import StoreBook
from bot.flow.teaching.classroom import Classroom
from bot.language.data import data_folder
from bot.language.examples import read_examples
from bot.oidc.client import IdentityClient
from bot.settings.connectors import options_of
from bot.settings.sign_in import oidc_client
from bot.whatsapp.client import GraphClient
from bot.whatsapp.prices import load_prices

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import aiohttp

    from bot.connectors.base import Connector, Fetch, Options
    from bot.db import Database
    from bot.domain.cost import PriceTable
    from bot.domain.delivery import OutboxItem
    from bot.domain.happening import Happening
    from bot.domain.notice import Milestone
    from bot.domain.store import Store
    from bot.flow.converse import Mind
    from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Parts:
    """Settings, what is open, and what several parts share. ``owner`` names this process in leases, ``provider`` signs people in."""

    settings: Settings
    db: Database
    mind: Mind
    fetch: Fetch
    clients: Mapping[str, GraphClient]
    book: StoreBook
    rules: RulesBook
    consequences: Consequences
    classroom: Classroom
    prices: PriceTable
    provider: IdentityClient | None = None
    metrics: Metrics = field(default_factory=Metrics)
    trail: Trail = field(default_factory=lambda: Trail(clock))
    pulse: Pulse = field(default_factory=Pulse)
    owner: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}:{token_hex(4)}")

    @property
    def stores(self) -> dict[str, Store]:
        """The stores by id, as they are now: changed in place."""
        return self.book.stores

    @property
    def numbers(self) -> dict[str, Store]:
        """The stores by phone number id, as they are now: changed in place."""
        return self.book.numbers

    @property
    def delays(self) -> dict[str, int]:
        """Milliseconds in which a store's notices of one order become one message."""
        return {shop.store.id: round(shop.notices.delay * SECOND) for shop in self.settings.stores}

    @property
    def connectors(self) -> list[tuple[Connector[Any], Store, Options, tuple[str, ...]]]:
        """Each connector that a store has, with its options and secrets."""
        return [
            (CONNECTORS[name], shop.store, options_of(name, connector), tuple(secret.get_secret_value() for secret in connector.secrets))
            for shop in self.settings.stores
            for name, connector in shop.connectors.items()
        ]

    @property
    def off(self) -> dict[str, frozenset[Milestone]]:
        """The notices that a store does not want now: changed in place."""
        return self.book.off

    @contextmanager
    def sending(self, item: OutboxItem) -> Iterator[None]:
        """Follow the sending of a message."""
        with self.pulse.working("sending"), self.trail.sending(item):
            yield

    def order_changes(self) -> OrderChanges:
        """Return what writes changes of orders with their notices."""
        return OrderChanges(self.db, self.stores, self.delays, self.off)


def make_parts(settings: Settings, db: Database, session: aiohttp.ClientSession, mind: Mind, fetch: Fetch) -> Parts:
    """Make what parts share; raises ``DataFileError`` for a price table that can't be read."""

    async def tell(happenings: Sequence[Happening]) -> None:
        await db.outgoing.add(news_of(happenings))

    shops = settings.stores
    client = oidc_client(settings)
    decided = {shop.store.id: shop.notices.rules() for shop in shops}
    book = StoreBook(db, [shop.store for shop in shops], decided, lambda: rules.soon())  # noqa: PLW0108 - they are made after it
    rules = RulesBook(db, book.rules, {shop.store.id: shop.whatsapp.business_account_id for shop in shops})
    ready = replace(mind, guards=replace(mind.guards, most=settings.circling_answers, daily=settings.daily_answers))
    return Parts(
        settings,
        db,
        ready,
        fetch,
        clients={shop.store.id: GraphClient(session, shop.graph_number()) for shop in shops},
        book=book,
        rules=rules,
        consequences=Consequences(db, tell),
        classroom=Classroom(db, ready, read_examples(data_folder("intents")), clock),
        prices=load_prices(settings.prices),
        provider=IdentityClient(session, client) if client else None,
    )
