"""The application: webhooks, API, health."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.app.wall import clock
from bot.connectors.registry import CONNECTORS
from bot.web.api.app import make_api
from bot.web.health import Health
from bot.web.routes import make_application
from bot.web.store_hook import StoreHook
from bot.web.whatsapp_hook import WhatsAppHook

if TYPE_CHECKING:
    from aiohttp import web

    from bot.app.parts import Parts
    from bot.flow.batch import Queued
    from bot.flow.receive import Receiver


def make_doors(parts: Parts, receiver: Receiver, queued: Queued) -> web.Application:
    """Return the application; ``queued`` gets what may be sent at once."""
    shops = parts.settings.stores
    secrets = {(connector.name, store.id): secrets for connector, store, _, secrets in parts.connectors}
    app_secrets = dict.fromkeys(shop.whatsapp.app_secret.get_secret_value() for shop in shops)
    verify_tokens = dict.fromkeys(shop.whatsapp.verify_token.get_secret_value() for shop in shops)
    hook = WhatsAppHook(receiver, list(app_secrets), list(verify_tokens), clock)
    application = make_application(hook, StoreHook(receiver, CONNECTORS, secrets, parts.stores, clock), Health(parts.db))
    application.add_subapp("/api", make_api(parts.db, receiver, parts.stores, clock, parts.prices, queued, parts.order_changes()))
    return application
