"""The console as an application to mount below ``/console``: every route stands in one table, and each is guarded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.db.away import AWAY
from bot.flow.staff_access import StaffAccess
from bot.web.console.account import Account
from bot.web.console.admin.audit import AuditPages
from bot.web.console.admin.customer import CustomerPages
from bot.web.console.admin.health import Health
from bot.web.console.admin.hours import HoursPages
from bot.web.console.admin.keys import KeyPages
from bot.web.console.admin.notices import NoticePages
from bot.web.console.admin.parked import ParkedPages
from bot.web.console.admin.quiet import QuietPages
from bot.web.console.admin.replies import Replies
from bot.web.console.admin.staff import StaffPages
from bot.web.console.admin.teams import TeamPages
from bot.web.console.box import Boxes
from bot.web.console.composer import Composer
from bot.web.console.conversation import ConversationPages
from bot.web.console.guard import Guard, Route, Transport
from bot.web.console.media import MediaFiles
from bot.web.console.order_deeds import OrderDeeds
from bot.web.console.order_panel import Panels
from bot.web.console.overview import Overview
from bot.web.console.pages_of import Files, Pages
from bot.web.console.provider import ProviderDoor
from bot.web.console.queue import Queue
from bot.web.console.sign_in import SignIn
from bot.web.console.teach import TeachPages
from bot.web.console.who import Who
from bot.web.console.words import WordBook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aiohttp.typedefs import Handler, Middleware

    from bot.connectors.base import Connector
    from bot.db import Database
    from bot.domain.staff import SessionRules
    from bot.domain.store import Store
    from bot.flow.handoff.desk import HelpDesk
    from bot.flow.handoff.resend import Resending
    from bot.flow.inbound_media import InboundMedia
    from bot.flow.sign_in import TryLimits
    from bot.flow.store_choices import StoreBook
    from bot.flow.teaching.classroom import Classroom
    from bot.language.catalogue import Catalogues
    from bot.oidc.client import IdentityClient
    from bot.web.console.live import Live


@dataclass(frozen=True, slots=True)
class Console:
    """What the console is made from.

    ``catalogues`` are the console's own, ``desk`` and ``resending`` do what people decide, customers write in ``languages``. ``book`` is
    what stores have decided about themselves, ``speech`` what the bot says to customers, ``accounts`` the business account of each
    store, ``connectors`` are by name, ``audit_days`` how long the audit log is kept (``None``: for ever), ``provider`` who signs people
    in besides us.
    """

    db: Database
    stores: Mapping[str, Store]
    catalogues: Catalogues
    clock: Callable[[], int]
    live: Live
    desk: HelpDesk
    book: StoreBook
    speech: Catalogues
    resending: Resending
    classroom: Classroom
    languages: tuple[str, ...] = ("ar", "en")
    rules: SessionRules | None = None
    limits: TryLimits | None = None
    transport: Transport = field(default_factory=Transport)
    accounts: Mapping[str, str] = field(default_factory=dict)
    inbound: InboundMedia | None = None
    connectors: Mapping[str, Connector[Any]] = field(default_factory=dict)
    audit_days: int | None = None
    provider: IdentityClient | None = None


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
    panels = Panels(console.db, console.stores)
    door = ProviderDoor(access, guard, console.provider) if console.provider else None
    chats = ConversationPages(console.db, console.desk, pages, console.stores, boxes, panels, console.live.watching)
    return (
        *files.routes(),
        *SignIn(access, pages, guard, door).routes(),
        *(door.routes() if door else ()),
        *Account(console.db, access, pages, zone).routes(),
        *Queue(console.db, pages, console.stores, console.languages, console.live.feed).routes(),
        *Overview(console.db, pages, console.stores).routes(),
        *Replies(console.db, pages, console.stores, console.languages).routes(),
        *HoursPages(console.db, pages, console.book, console.speech).routes(),
        *QuietPages(console.db, console.book).routes(),
        *NoticePages(console.db, pages, console.book, console.speech, console.accounts).routes(),
        *Health(console.db, pages, console.stores, console.accounts, console.languages).routes(),
        *CustomerPages(console.db, pages, console.stores).routes(),
        *ParkedPages(console.db, pages, console.stores, console.connectors).routes(),
        *StaffPages(console.db, access, console.desk, pages, console.stores, console.transport).routes(),
        *TeamPages(console.db, access, console.desk, pages, console.stores).routes(),
        *KeyPages(console.db, pages, console.stores).routes(),
        *AuditPages(console.db, pages, console.stores, console.audit_days).routes(),
        *TeachPages(console.db, pages, console.stores, console.classroom).routes(),
        *chats.routes(),
        *MediaFiles(console.db, chats, pages, console.inbound).routes(),
        *Who(console.live.watching, chats, pages).routes(),
        *Composer(console.db, console.desk, chats, boxes).routes(),
        *OrderDeeds(console.db, console.desk, console.resending, pages, console.stores, chats, panels).routes(),
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
        except AWAY:
            what, status = "away", 503
        return pages.render(guard.words(request), "mistake.html", status, {"what": what, "theme": "auto", "member": None, "menu": [], "admin": []})

    return shown
