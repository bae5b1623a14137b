"""Signing in and out: with a password, with a code on top, or with a one-time link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.flow.staff_access import CodeNeeded, LetIn, NotLetIn
from bot.web.console.goal import goal_of, see
from bot.web.console.guard import PREFIX, Route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp import web

    from bot.flow.staff_access import StaffAccess
    from bot.web.console.guard import Guard, Visit
    from bot.web.console.pages_of import Pages
    from bot.web.console.provider import ProviderDoor

_STATUS: Final = {"wrong": 403, "wrong_code": 403, "too_many": 429, "expired": 410, "provider_only": 403}


class SignIn:
    """The pages before the console; ``door`` is the way in by a provider, where there is one."""

    def __init__(self, access: StaffAccess, pages: Pages, guard: Guard, door: ProviderDoor | None = None) -> None:
        self._access = access
        self._pages = pages
        self._guard = guard
        self._door = door

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
        goal = goal_of(visit.request.query.get("next", ""))
        if visit.who:
            return see(goal)
        failed = self._door.told(visit) if self._door else None
        if self._door is None or failed is None:
            return self._form(visit, goal)
        # It came here by a detour that is over: that is no failure of this page.
        why = failed.why if failed.why == "too_many" else f"provider_{failed.why}"
        response = self._form(visit, goal, why=why, status=200, told=failed.email)
        self._door.forget(visit, response)
        return response

    async def with_password(self, visit: Visit) -> web.StreamResponse:
        """Let in, ask for the code, or show the form again."""
        email = visit.form.get("email", "")
        if self._door is not None and self._door.only:
            return self._form(visit, self._goal(visit), why="provider_only")
        made = await self._access.with_password(email, visit.form.get("password", ""), visit.visitor, visit.now)
        if isinstance(made, NotLetIn):
            return self._form(visit, self._goal(visit), email, made.why)
        return self._on(visit, made)

    async def with_code(self, visit: Visit) -> web.StreamResponse:
        """Let in, or ask for the code again."""
        token = visit.form.get("token", "")
        made = await self._access.with_code(token, visit.form.get("code", ""), visit.visitor, visit.now)
        if isinstance(made, LetIn):
            return self._on(visit, made)
        if made.why == "expired":
            return self._form(visit, self._goal(visit), why=made.why)
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
        return see(f"{PREFIX}/sign-in")

    def _on(self, visit: Visit, made: LetIn | CodeNeeded) -> web.StreamResponse:
        if isinstance(made, CodeNeeded):
            return self._pages.show(visit, "code.html", goal=self._goal(visit), token=made.token, why=None)
        self._guard.remember(visit.request, made.cookie)
        return see(self._goal(visit))

    def _form(self, visit: Visit, goal: str, email: str = "", why: str | None = None, status: int | None = None, told: str = "") -> web.Response:
        """Return the sign-in page; ``told`` is the address that the provider named."""
        shown = {"goal": goal, "email": email, "why": why, "told": told}
        door = {"provider": self._door.title if self._door else None, "only": self._door is not None and self._door.only}
        return self._pages.show(visit, "sign_in.html", status=status or (_STATUS[why] if why else 200), **shown, **door)

    def _goal(self, visit: Visit) -> str:
        return goal_of(visit.form.get("next", ""))
