"""Which address leads where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.web.metrics import counting
from bot.web.middlewares import errors, modest

if TYPE_CHECKING:
    from bot.web.health import Health
    from bot.web.limits import Limiter
    from bot.web.metrics import CountRequest, MetricsPage
    from bot.web.store_hook import StoreHook
    from bot.web.whatsapp_hook import WhatsAppHook

# Meta's webhooks have up to 3 MB (Graph API documentation, webhooks overview); aiohttp's own limit would be 1 MiB.
LARGEST_BODY = 3 * 1024 * 1024


def make_application(
    whatsapp: WhatsAppHook,
    stores: StoreHook,
    health: Health,
    metrics: MetricsPage | None = None,
    count: CountRequest | None = None,
    limiter: Limiter | None = None,
    proxies: int = 0,
) -> web.Application:
    """Return the application with every public route; ``count`` hears of each request, ``limiter`` turns away who asks too much.

    ``proxies`` is how many of our own stand before us.
    """
    application = make_probes(health, metrics, count, limiter, proxies)
    application.router.add_get("/webhooks/whatsapp", whatsapp.handshake)
    application.router.add_post("/webhooks/whatsapp", whatsapp.update)
    for method in ("GET", "POST", "PUT"):
        application.router.add_route(method, "/webhooks/{connector}", stores.event)
        application.router.add_route(method, "/webhooks/{connector}/{store}", stores.event)
        application.router.add_route(method, "/webhooks/{connector}/{store}/{token}", stores.event)
    return application


def make_probes(
    health: Health,
    metrics: MetricsPage | None = None,
    count: CountRequest | None = None,
    limiter: Limiter | None = None,
    proxies: int = 0,
) -> web.Application:
    """Return the application that machines look at: all that a process shows which only works."""
    middlewares = [*([counting(count)] if count is not None else []), errors, *([limiter.limit] if limiter is not None else [])]
    application = web.Application(client_max_size=LARGEST_BODY, middlewares=middlewares)
    application.on_response_prepare.append(modest(proxies))
    application.router.add_get("/livez", health.live)
    application.router.add_get("/readyz", health.ready)
    if metrics is not None:
        application.router.add_get("/metrics", metrics.show)
    return application
