"""What handles each kind of inbox item."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bot.app.wall import clock
from bot.connectors.base import Call
from bot.connectors.registry import CONNECTORS
from bot.domain.clock import SECOND
from bot.errors import FetchFailed
from bot.flow.account import AccountNews
from bot.flow.chat import Chats
from bot.flow.cost_book import CostBook
from bot.flow.message_status import Statuses
from bot.flow.number_news import FIELDS, NumberNews
from bot.flow.store_events import StoreEvents
from bot.flow.template_news import alarms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.app.parts import Parts
    from bot.connectors.base import Delivery
    from bot.domain.inbox import InboxKind
    from bot.domain.template import TemplateTrouble
    from bot.workers.inbox import Handle


def make_handlers(parts: Parts) -> dict[InboxKind, Handle]:
    """Return the handlers by kind of item."""
    news = _account_news(parts)
    return {
        "message": Chats(parts.db, parts.numbers, parts.mind, round(parts.settings.reply_pause * SECOND)).handle,
        "status": Statuses(parts.db, parts.consequences, book=_cost_book(parts)).handle,
        "event": _store_events(parts).handle,
        "identity": news.identities,
        "account": news.keep,
    }


def _store_events(parts: Parts) -> StoreEvents:
    shops = {(connector.name, store.id): (store, options, secrets) for connector, store, options, secrets in parts.connectors}

    async def complete(name: str, delivery: Delivery) -> Delivery:
        if (name, delivery.store.id) not in shops:
            raise FetchFailed(f"{name} is no longer set up for the store {delivery.store.id}", again=False)
        store, options, secrets = shops[name, delivery.store.id]
        fetch = CONNECTORS[name].complete
        return delivery if fetch is None else await fetch(Call(parts.fetch, store, options, secrets, clock()), delivery)

    options = {key: options for key, (_, options, _) in shops.items()}
    return StoreEvents(parts.db, parts.stores, CONNECTORS, complete, parts.delays, options)


def _cost_book(parts: Parts) -> CostBook:
    numbers = {shop.store.id: shop.whatsapp.phone_number_id for shop in parts.settings.stores}
    budgets = {shop.store.id: shop.notices.monthly_budget for shop in parts.settings.stores if shop.notices.monthly_budget}
    return CostBook(parts.db, parts.prices, numbers, budgets, parts.consequences)


def _account_news(parts: Parts) -> AccountNews:
    accounts: dict[str, list[str]] = defaultdict(list)
    for shop in parts.settings.stores:
        accounts[shop.whatsapp.business_account_id].append(shop.store.id)

    async def trouble(found: Sequence[TemplateTrouble], now: int) -> None:
        await parts.consequences.of(alarms(found, now))

    numbers: dict[str, list[str]] = defaultdict(list)
    for shop in parts.settings.stores:
        numbers[shop.whatsapp.business_account_id].append(shop.whatsapp.phone_number_id)
    handlers = dict.fromkeys(FIELDS, NumberNews(parts.db, numbers).handle)
    return AccountNews(parts.db, parts.numbers, accounts=accounts, trouble=trouble, changed=parts.rules.soon, handlers=handlers)
