"""What every part of one process is made from."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass, field, replace
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from bot.connectors.registry import CONNECTORS
from bot.domain.clock import SECOND
from bot.flow.consequences import Consequences
from bot.flow.order_changes import OrderChanges
from bot.flow.outgoing_news import news_of
from bot.flow.rules_book import RulesBook
from bot.settings.connectors import options_of
from bot.whatsapp.client import GraphClient
from bot.whatsapp.prices import load_prices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import aiohttp

    from bot.connectors.base import Connector, Fetch, Options
    from bot.db import Database
    from bot.domain.cost import PriceTable
    from bot.domain.happening import Happening
    from bot.domain.notice import Milestone
    from bot.domain.store import Store
    from bot.flow.converse import Mind
    from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Parts:
    """Settings, what is open, and what several parts share. ``owner`` names this process in leases."""

    settings: Settings
    db: Database
    mind: Mind
    fetch: Fetch
    clients: Mapping[str, GraphClient]
    rules: RulesBook
    consequences: Consequences
    prices: PriceTable
    owner: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}:{token_hex(4)}")

    @property
    def stores(self) -> dict[str, Store]:
        """The stores by id."""
        return {shop.store.id: shop.store for shop in self.settings.stores}

    @property
    def numbers(self) -> dict[str, Store]:
        """The stores by phone number id."""
        return {shop.whatsapp.phone_number_id: shop.store for shop in self.settings.stores}

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
        """The notices that a store does not want."""
        return {shop.store.id: shop.notices.off for shop in self.settings.stores}

    def order_changes(self) -> OrderChanges:
        """Return what writes changes of orders with their notices."""
        return OrderChanges(self.db, self.stores, self.delays, self.off)


def make_parts(settings: Settings, db: Database, session: aiohttp.ClientSession, mind: Mind, fetch: Fetch) -> Parts:
    """Make what parts share; raises ``DataFileError`` for a price table that can't be read."""

    async def tell(happenings: Sequence[Happening]) -> None:
        await db.outgoing.add(news_of(happenings))

    shops = settings.stores
    return Parts(
        settings,
        db,
        replace(mind, guards=replace(mind.guards, most=settings.circling_answers, daily=settings.daily_answers)),
        fetch,
        clients={shop.store.id: GraphClient(session, shop.graph_number()) for shop in shops},
        rules=RulesBook(
            db, {shop.store.id: shop.notices.rules() for shop in shops}, {shop.store.id: shop.whatsapp.business_account_id for shop in shops}
        ),
        consequences=Consequences(db, tell),
        prices=load_prices(settings.prices),
    )
