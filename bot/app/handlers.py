"""What handles each kind of inbox item."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from bot.app.trail import each
from bot.app.wall import clock
from bot.connectors.base import Call
from bot.connectors.registry import CONNECTORS
from bot.domain.clock import SECOND
from bot.errors import FetchFailed
from bot.flow.account import AccountNews
from bot.flow.chat import Chats
from bot.flow.cost_book import CostBook
from bot.flow.handoff.echoes import Echoes
from bot.flow.message_status import Statuses
from bot.flow.number_errors import FIELD as ERRORS
from bot.flow.number_errors import NumberErrors
from bot.flow.number_news import FIELDS, NumberNews
from bot.flow.preferences import MarketingPreferences
from bot.flow.store_events import StoreEvents
from bot.flow.template_news import TemplateDesk, alarms
from bot.flow.tokens import current_tokens
from bot.whatsapp.echoes import FIELD as ECHOES
from bot.whatsapp.preferences import FIELD as PREFERENCES
from bot.whatsapp.template_news import FIELDS as TEMPLATE_FIELDS

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
        "status": Statuses(parts.db, parts.consequences, book=_cost_book(parts), tally=each(parts.metrics.told, parts.trail.told)).handle,
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
        now = clock()
        tokens = partial(current_tokens, parts.db, f"{name}/{store.id}", now)
        return delivery if fetch is None else await fetch(Call(parts.fetch, store, options, secrets, now, tokens=tokens), delivery)

    options = {key: options for key, (_, options, _) in shops.items()}
    return StoreEvents(parts.db, parts.stores, CONNECTORS, complete, parts.delays, options, parts.off, parts.consequences)


def _cost_book(parts: Parts) -> CostBook:
    numbers = {shop.store.id: shop.whatsapp.phone_number_id for shop in parts.settings.stores}
    budgets = {shop.store.id: shop.notices.monthly_budget for shop in parts.settings.stores if shop.notices.monthly_budget}
    return CostBook(parts.db, parts.prices, numbers, budgets, parts.consequences, parts.metrics.charged)


def template_desk(parts: Parts) -> TemplateDesk:
    """Return what follows from changes of templates."""
    accounts: dict[str, list[str]] = defaultdict(list)
    for shop in parts.settings.stores:
        accounts[shop.whatsapp.business_account_id].append(shop.store.id)

    async def trouble(found: Sequence[TemplateTrouble], now: int) -> None:
        await parts.consequences.of(alarms(found, now))

    return TemplateDesk(parts.db, accounts, trouble, parts.rules.soon)


def _account_news(parts: Parts) -> AccountNews:
    numbers: dict[str, list[str]] = defaultdict(list)
    for shop in parts.settings.stores:
        numbers[shop.whatsapp.business_account_id].append(shop.whatsapp.phone_number_id)
    handlers = {
        **dict.fromkeys(TEMPLATE_FIELDS, template_desk(parts).handle),
        **dict.fromkeys(FIELDS, NumberNews(parts.db, numbers).handle),
        ERRORS: NumberErrors(parts.numbers, parts.consequences).handle,
        PREFERENCES: MarketingPreferences(parts.db, parts.numbers).handle,
        ECHOES: Echoes(parts.db, parts.numbers).handle,
    }
    return AccountNews(parts.db, parts.numbers, handlers=handlers)
