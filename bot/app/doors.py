"""The application: webhooks, API, health."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.app.errands import inbound_media
from bot.app.wall import clock
from bot.connectors.registry import CONNECTORS
from bot.domain.clock import DAY, MINUTE, SECOND
from bot.domain.staff import SessionRules
from bot.flow.handoff.desk import HelpDesk
from bot.flow.handoff.resend import Resending
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.web.api.app import make_api
from bot.web.console import Console, Live, make_console
from bot.web.console.guard import Transport
from bot.web.health import Health
from bot.web.limits import AddressLimits, Limiter
from bot.web.routes import make_application, make_probes
from bot.web.store_hook import StoreHook
from bot.web.whatsapp_hook import WhatsAppHook

if TYPE_CHECKING:
    from aiohttp import web

    from bot.app.parts import Parts
    from bot.flow.batch import Queued
    from bot.flow.receive import Receiver
    from bot.web.metrics import MetricsPage


def make_doors(parts: Parts, receiver: Receiver, queued: Queued, metrics: MetricsPage, live: Live | None = None) -> web.Application:
    """Return the application; ``queued`` gets what may be sent at once, ``live`` feeds the console's screens (without it there is none)."""
    health, limiter, proxies = Health(parts.db, parts.pulse), _limiter(parts), parts.settings.console.trusted_proxies
    if parts.settings.role == "worker":
        return make_probes(health, metrics, parts.metrics.answered, limiter, proxies)
    shops = parts.settings.stores
    secrets = {(connector.name, store.id): secrets for connector, store, _, secrets in parts.connectors}
    app_secrets = dict.fromkeys(shop.whatsapp.app_secret.get_secret_value() for shop in shops)
    verify_tokens = dict.fromkeys(shop.whatsapp.verify_token.get_secret_value() for shop in shops)
    hook = WhatsAppHook(receiver, list(app_secrets), list(verify_tokens), clock)
    options = {(connector.name, store.id): options for connector, store, options, _ in parts.connectors}
    stores = StoreHook(receiver, CONNECTORS, secrets, parts.stores, clock, options, parts.db.tokens.put)
    application = make_application(hook, stores, health, metrics, parts.metrics.answered, limiter, proxies)
    api = make_api(parts.db, receiver, parts.stores, clock, parts.prices, queued, parts.order_changes(), proxies=proxies)
    application.add_subapp("/api", api)
    if live is not None:
        application.add_subapp("/console", make_console(_console(parts, live, queued)))
    return application


def _limiter(parts: Parts) -> Limiter:
    settings = parts.settings
    limits = AddressLimits(settings.address_requests, settings.address_refusals, settings.console.trusted_proxies)
    return Limiter(limits, clock, parts.metrics.turned_away)


def make_live(parts: Parts) -> Live | None:
    """Return what feeds the console's open screens; ``None`` where no console is wanted."""
    return Live(parts.db, clock) if parts.settings.console.enabled and parts.settings.role != "worker" else None


def _console(parts: Parts, live: Live, queued: Queued) -> Console:
    wanted = parts.settings.console
    longest = round(wanted.session_days * DAY)
    desk = HelpDesk(parts.db, parts.stores, parts.mind.catalogues, queued)
    return Console(
        db=parts.db,
        stores=parts.stores,
        catalogues=Catalogues.load(data_folder("locales"), "console"),
        clock=clock,
        live=live,
        desk=desk,
        resending=Resending(parts.db, desk, parts.order_changes(), queued),
        classroom=parts.classroom,
        book=parts.book,
        speech=parts.mind.catalogues,
        languages=parts.mind.catalogues.languages,
        rules=SessionRules(idle=round(wanted.session_idle_minutes * MINUTE), longest=longest),
        inbound=inbound_media(parts),
        accounts={shop.store.id: shop.whatsapp.business_account_id for shop in parts.settings.stores},
        connectors=CONNECTORS,
        audit_days=retention.audit_days if (retention := parts.settings.jobs.retention).on else None,
        provider=parts.provider,
        transport=Transport(wanted.secure_cookies, wanted.trusted_proxies, longest // SECOND),
    )
