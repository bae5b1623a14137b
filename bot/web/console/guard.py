"""What stands before every page of the console: who is it, may he, does the form come from us; and safe headers on the way out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import quote

from aiohttp import web

from bot.connectors.signatures import same
from bot.domain.staff import CONSOLE_LANGUAGES, may
from bot.flow.sign_in import new_secret
from bot.flow.staff_access import Visitor
from bot.web.callers import address_of, speaks_https
from bot.web.console.forms import Brought, Form, read_form

if TYPE_CHECKING:
    from bot.domain.staff import ConsoleLanguage, Deed, StaffMember
    from bot.flow.staff_access import LetIn, StaffAccess
    from bot.web.console.forms import Upload
    from bot.web.console.words import WordBook, Words

PREFIX: Final = "/console"
POLICY: Final = "default-src 'self'; media-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
FIELD: Final = "csrf"
HEADER: Final = "X-CSRF"
_DIGITS: Final = 15
_TRANSPORT: Final = "max-age=31536000"
# What goes out as a cookie with the answer: the session's secret (empty: it is taken away), and the token of a form before there is one.
_COOKIE: Final = web.RequestKey("cookie", str)
_FORM: Final = web.RequestKey("form", str)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request after it was looked at. ``form`` and ``files`` hold a POST's fields; ``who`` is set wherever the table asks for a deed."""

    request: web.Request
    now: int
    words: Words
    csrf: str
    visitor: Visitor
    who: LetIn | None = None
    form: Form = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    @property
    def member(self) -> StaffMember:
        """Who it is; only where the table of routes asks for a deed."""
        if self.who is None:
            raise web.HTTPForbidden
        return self.who.member

    @property
    def partial(self) -> bool:
        """Whether a piece of a page is asked for (htmx)."""
        return self.request.headers.get("HX-Request") == "true"


Handler = Callable[[Visit], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Route:
    """A line of the table: nothing can be reached that has none. ``deed`` is what the role has to allow, or anybody may.

    ``passive``: pages ask for it by themselves, so that it is no sign of a person in front of the screen, and keeps no session alive.
    ``files``: its form may bring files.
    """

    method: Literal["GET", "POST"]
    path: str
    deed: Deed | Literal["anybody"]
    handler: Handler
    passive: bool = False
    files: bool = False


@dataclass(frozen=True, slots=True)
class Transport:
    """How the browser is reached: whether cookies are for https alone, and behind how many proxies of our own we stand."""

    secure: Literal["auto", "always", "never"] = "auto"
    proxies: int = 0
    lasts: int = 7 * 86_400

    def is_secure(self, request: web.Request) -> bool:
        """Tell whether the browser speaks https, to us or to the proxy before us."""
        if self.secure != "auto":
            return self.secure == "always"
        return speaks_https(request, self.proxies)

    def address(self, request: web.Request) -> str:
        """Return the visitor's address; of what proxies say only the part that our own have written is believed."""
        return address_of(request, self.proxies)


class Guard:
    """Wraps the handlers of the table."""

    def __init__(self, access: StaffAccess, book: WordBook, transport: Transport, clock: Callable[[], int]) -> None:
        self._access = access
        self._book = book
        self._transport = transport
        self._clock = clock

    def before(self, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Return the handler of a line, with everything that is asked before it."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            now = self._clock()
            cookie = request.cookies.get(self.cookie_name(request))
            who = await self._access.session(cookie, now, passive=route.passive) if cookie else None
            if who is not None and who.cookie is not None:
                self.remember(request, who.cookie)
            visit = await self._visit(request, route, who, now)
            if route.deed != "anybody":
                if who is None:
                    return _to_sign_in(visit)
                if not may(who.member.role, route.deed):
                    raise web.HTTPForbidden
            if route.method == "POST":
                self._check_origin(visit)
            return await route.handler(visit)

        return guarded

    def cookie_name(self, request: web.Request, name: str = "wasla") -> str:
        """Return a cookie's name. ``__Host-`` binds it to https and to this very host (RFC 6265bis, 4.1.3.2)."""
        return f"__Host-{name}" if self._transport.is_secure(request) else name

    def remember(self, request: web.Request, secret: str | None) -> None:
        """Put the session's cookie on the way out, or take it away."""
        request[_COOKIE] = secret or ""

    def keep(self, request: web.Request, response: web.StreamResponse, name: str, value: str, seconds: int) -> None:
        """Set a cookie of some seconds on an answer, or take it away (an empty value); it comes along when another site sends somebody here."""
        secure = self._transport.is_secure(request)
        if value:
            response.set_cookie(self.cookie_name(request, name), value, max_age=seconds, secure=secure, httponly=True, samesite="Lax")
        else:
            response.del_cookie(self.cookie_name(request, name), secure=secure, httponly=True, samesite="Lax")

    async def dress(self, request: web.Request, response: web.StreamResponse) -> None:
        """Set headers on every answer; called when an answer begins to be sent."""
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        if self._transport.is_secure(request):
            response.headers.setdefault("Strict-Transport-Security", _TRANSPORT)

    def give_cookies(self, request: web.Request, response: web.StreamResponse) -> None:
        """Set the cookies of an answer that is not being sent yet."""
        secure = self._transport.is_secure(request)
        if request.get(_FORM):
            response.set_cookie(self.cookie_name(request, "wasla_form"), request[_FORM], secure=secure, httponly=True, samesite="Strict")
        if request.get(_COOKIE):
            name, value = self.cookie_name(request), request[_COOKIE]
            response.set_cookie(name, value, max_age=self._transport.lasts, secure=secure, httponly=True, samesite="Lax")
        elif _COOKIE in request:
            response.del_cookie(self.cookie_name(request), secure=secure, httponly=True, samesite="Lax")

    def words(self, request: web.Request, member: StaffMember | None = None) -> Words:
        """Return the texts for whoever asks: as he has set it, else as the address or his browser says."""
        asked = request.query.get("language")
        chosen: ConsoleLanguage | None = next((one for one in CONSOLE_LANGUAGES if one == asked), None)
        return self._book.of((member.language if member else None) or chosen, request.headers.get("Accept-Language", ""))

    async def _visit(self, request: web.Request, route: Route, who: LetIn | None, now: int) -> Visit:
        visitor = Visitor(self._transport.address(request), request.headers.get("User-Agent", ""))
        # Files are held in memory: read of nobody but those who may send them.
        files = route.files and who is not None and route.deed != "anybody" and may(who.member.role, route.deed)
        brought = await read_form(request, files=files) if request.method == "POST" else Brought()
        csrf = who.session.csrf if who else self._form_token(request)
        return Visit(request, now, self.words(request, who.member if who else None), csrf, visitor, who, brought.texts, brought.files)

    def _form_token(self, request: web.Request) -> str:
        """Return what a form has to bring back before there is a session: the value of a cookie that only our own pages are sent with."""
        known = request.cookies.get(self.cookie_name(request, "wasla_form"))
        if known:
            return known
        made = new_secret()
        request[_FORM] = made
        return made

    def _check_origin(self, visit: Visit) -> None:
        """Refuse a form that doesn't come from a page of ours."""
        brought = visit.request.headers.get(HEADER) or visit.form.get(FIELD, "")
        origin = visit.request.headers.get("Origin")
        foreign = origin is not None and origin.partition("://")[2] != visit.request.host
        if foreign or not same(brought, visit.csrf):
            raise web.HTTPForbidden(headers={"X-Reason": "csrf"})


def whole_number(text: str) -> int | None:
    """Return the number that an address carries, ``None`` where it is none that a database can hold."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= _DIGITS else None


def _to_sign_in(visit: Visit) -> web.StreamResponse:
    """Send to the sign-in page, and back to where he was going; a piece of a page can't be replaced by it, so htmx goes there whole."""
    where = f"{PREFIX}/sign-in?next={quote(visit.request.rel_url.raw_path_qs)}"
    if visit.partial:
        return web.Response(status=401, headers={"HX-Redirect": f"{PREFIX}/sign-in"})
    if visit.request.method != "GET" or "text/html" not in visit.request.headers.get("Accept", "text/html"):
        return web.Response(status=401)
    return web.Response(status=303, headers={"Location": where})
