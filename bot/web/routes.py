"""Which address leads where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.web.middlewares import errors

if TYPE_CHECKING:
    from bot.web.health import Health
    from bot.web.store_hook import StoreHook
    from bot.web.whatsapp_hook import WhatsAppHook

# Meta's webhooks have up to 3 MB (Graph API documentation, webhooks overview); aiohttp's own limit would be 1 MiB.
LARGEST_BODY = 3 * 1024 * 1024


def make_application(whatsapp: WhatsAppHook, stores: StoreHook, health: Health) -> web.Application:
    """Return the application with every public route."""
    application = web.Application(client_max_size=LARGEST_BODY, middlewares=[errors])
    application.router.add_get("/webhooks/whatsapp", whatsapp.handshake)
    application.router.add_post("/webhooks/whatsapp", whatsapp.update)
    for method in ("GET", "POST", "PUT"):
        application.router.add_route(method, "/webhooks/{connector}", stores.event)
        application.router.add_route(method, "/webhooks/{connector}/{store}", stores.event)
        application.router.add_route(method, "/webhooks/{connector}/{store}/{token}", stores.event)
    application.router.add_get("/livez", health.live)
    application.router.add_get("/readyz", health.ready)
    return application
