"""Signing in and out: with a password, with a code on top, or with a one-time link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.flow.staff_access import CodeNeeded, LetIn, NotLetIn
from bot.web.console.guard import PREFIX, Route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.flow.staff_access import StaffAccess
    from bot.web.console.guard import Guard, Visit
    from bot.web.console.pages_of import Pages

_STATUS: Final = {"wrong": 403, "wrong_code": 403, "too_many": 429, "expired": 410}


class SignIn:
    """The pages before the console."""

    def __init__(self, access: StaffAccess, pages: Pages, guard: Guard) -> None:
        self._access = access
        self._pages = pages
        self._guard = guard

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (
            Route("GET", "/sign-in", "anybody", self.form),
            Route("POST", "/sign-in", "anybody", self.with_password),
            Route("POST", "/sign-in/code", "anybody", self.with_code),
            Route("GET", "/enter/{token}", "anybody", self.link),
            Route("POST", "/enter/{token}", "anybody", self.with_link),
            Route("POST", "/sign-out", "own_account", self.sign_out),
            Route("POST", "/sign-out/everywhere", "own_account", self.sign_out_everywhere),
        )

    async def form(self, visit: Visit) -> web.StreamResponse:
        """Show the form, or the console to who is signed in."""
        goal = _goal(visit.request.query.get("next", ""))
        return _see(goal) if visit.who else self._pages.show(visit, "sign_in.html", goal=goal, email="", why=None)

    async def with_password(self, visit: Visit) -> web.StreamResponse:
        """Let in, ask for the code, or show the form again."""
        email = visit.form.get("email", "")
        made = await self._access.with_password(email, visit.form.get("password", ""), visit.visitor, visit.now)
        if isinstance(made, NotLetIn):
            return self._pages.show(visit, "sign_in.html", status=_STATUS[made.why], goal=self._goal(visit), email=email, why=made.why)
        return self._on(visit, made)

    async def with_code(self, visit: Visit) -> web.StreamResponse:
        """Let in, or ask for the code again."""
        token = visit.form.get("token", "")
        made = await self._access.with_code(token, visit.form.get("code", ""), visit.visitor, visit.now)
        if isinstance(made, LetIn):
            return self._on(visit, made)
        if made.why == "expired":
            return self._pages.show(visit, "sign_in.html", status=410, goal=self._goal(visit), email="", why=made.why)
        return self._pages.show(visit, "code.html", status=_STATUS[made.why], goal=self._goal(visit), token=token, why=made.why)

    async def link(self, visit: Visit) -> web.StreamResponse:
        """Show whose link it is; a button uses it, because programs that look through mails open addresses too."""
        member = await self._access.link_owner(visit.request.match_info["token"], visit.now)
        return self._pages.show(visit, "link.html", status=200 if member else 410, owner=member)

    async def with_link(self, visit: Visit) -> web.StreamResponse:
        """Let in, once."""
        made = await self._access.with_link(visit.request.match_info["token"], visit.visitor, visit.now)
        return self._pages.show(visit, "link.html", status=410, owner=None) if isinstance(made, NotLetIn) else self._on(visit, made)

    async def sign_out(self, visit: Visit) -> web.StreamResponse:
        """End this session."""
        return await self._out(visit, everywhere=False)

    async def sign_out_everywhere(self, visit: Visit) -> web.StreamResponse:
        """End every session of this person."""
        return await self._out(visit, everywhere=True)

    async def _out(self, visit: Visit, *, everywhere: bool) -> web.StreamResponse:
        if visit.who is not None:
            await self._access.sign_out(visit.who, visit.visitor, visit.now, everywhere=everywhere)
        self._guard.remember(visit.request, None)
        return _see(f"{PREFIX}/sign-in")

    def _on(self, visit: Visit, made: LetIn | CodeNeeded) -> web.StreamResponse:
        if isinstance(made, CodeNeeded):
            return self._pages.show(visit, "code.html", goal=self._goal(visit), token=made.token, why=None)
        self._guard.remember(visit.request, made.cookie)
        return _see(self._goal(visit))

    def _goal(self, visit: Visit) -> str:
        return _goal(visit.form.get("next", ""))


def _goal(wanted: str) -> str:
    """Return where to go afterwards: a page of the console and nothing else, whatever the address says."""
    inside = wanted.startswith(f"{PREFIX}/") and "\\" not in wanted and wanted.isprintable()
    return wanted if inside else f"{PREFIX}/"


def _see(where: str) -> web.Response:
    return web.Response(status=303, headers={"Location": where})
