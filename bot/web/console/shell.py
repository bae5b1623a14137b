"""The console as an application to mount below ``/console``: every route stands in one table, and each is guarded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

from bot.errors import DatabaseDown
from bot.flow.staff_access import StaffAccess
from bot.web.console.account import Account
from bot.web.console.admin.replies import Replies
from bot.web.console.box import Boxes
from bot.web.console.composer import Composer
from bot.web.console.conversation import ConversationPages
from bot.web.console.guard import Guard, Route, Transport
from bot.web.console.pages_of import Files, Pages
from bot.web.console.queue import Queue
from bot.web.console.sign_in import SignIn
from bot.web.console.words import WordBook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aiohttp.typedefs import Handler, Middleware

    from bot.db import Database
    from bot.domain.staff import SessionRules
    from bot.domain.store import Store
    from bot.flow.handoff.desk import HelpDesk
    from bot.flow.sign_in import TryLimits
    from bot.language.catalogue import Catalogues
    from bot.web.console.live import Live


@dataclass(frozen=True, slots=True)
class Console:
    """What the console is made from. ``catalogues`` are the console's own, ``desk`` does what people decide, customers write in ``languages``.

    ``accounts`` is the business account of each store.
    """

    db: Database
    stores: Mapping[str, Store]
    catalogues: Catalogues
    clock: Callable[[], int]
    live: Live
    desk: HelpDesk
    languages: tuple[str, ...] = ("ar", "en")
    rules: SessionRules | None = None
    limits: TryLimits | None = None
    transport: Transport = field(default_factory=Transport)
    accounts: Mapping[str, str] = field(default_factory=dict)


def make_console(console: Console) -> web.Application:
    """Return the application to mount with ``add_subapp("/console", ...)``."""
    access = StaffAccess(console.db, console.rules, console.limits)
    book = WordBook(console.catalogues)
    guard = Guard(access, book, console.transport, console.clock)
    files = Files()
    pages = Pages(files)
    application = web.Application(middlewares=[_mistakes(guard, pages)])
    for route in table(console, access, guard, pages, files):
        application.router.add_route(route.method, route.path, guard.before(route))
    application.on_response_prepare.append(guard.dress)
    application.on_shutdown.append(console.live.close)
    return application


def table(console: Console, access: StaffAccess, guard: Guard, pages: Pages, files: Files) -> tuple[Route, ...]:
    """Return every route with the deed that it takes: the whole of what can be reached."""
    zone = next((store.timezone for store in console.stores.values()), "UTC")
    boxes = Boxes(console.db, console.stores, console.accounts)
    chats = ConversationPages(console.db, console.desk, pages, console.stores, boxes)
    return (
        *files.routes(),
        *SignIn(access, pages, guard).routes(),
        *Account(console.db, access, pages, zone).routes(),
        *Queue(console.db, pages, console.stores, console.languages).routes(),
        *Replies(console.db, pages, console.stores, console.languages).routes(),
        *chats.routes(),
        *Composer(console.db, console.desk, chats, boxes).routes(),
        *console.live.routes(access, lambda request: request.cookies.get(guard.cookie_name(request), "")),
    )


def _mistakes(guard: Guard, pages: Pages) -> Middleware:
    """Return what shows a page where something can't be had, and sets cookies."""

    @web.middleware
    async def shown(request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await answer(request, handler)
        if not response.prepared:
            guard.give_cookies(request, response)
        return response

    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPForbidden as error:
            what, status = ("stale" if error.headers.get("X-Reason") == "csrf" else "forbidden"), 403
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed) as error:
            what, status = "not_found", error.status
        except DatabaseDown:
            what, status = "away", 503
        return pages.render(guard.words(request), "mistake.html", status, {"what": what, "theme": "auto", "member": None, "menu": [], "admin": []})

    return shown
