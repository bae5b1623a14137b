"""Signing in by a provider (OpenID Connect): people are sent there, come back with a code, and are let in if they are known here."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from bot.domain.clock import MINUTE, SECOND
from bot.errors import FetchFailed
from bot.flow.staff_access import LetIn
from bot.oidc.answer import Identity, Untrusted
from bot.oidc.journey import LASTS, authorization_address, new_wish, seal, seal_wish, unseal, wish_of
from bot.web.console.goal import goal_of, see
from bot.web.console.guard import PREFIX, Route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp import web

    from bot.flow.staff_access import StaffAccess
    from bot.oidc.client import IdentityClient
    from bot.oidc.journey import Wish
    from bot.web.console.guard import Guard, Visit

log = logging.getLogger(__name__)

BACK: Final = "/sign-in/provider/back"
_COOKIE: Final = "wasla_provider"
_TOLD_FOR: Final = MINUTE
# A cookie holds 4096 bytes with everything around it; who was further away than this begins at the queue.
_LONGEST_GOAL: Final = 1_000
_ERROR: Final = re.compile(r"[a-z_]{1,60}")
# What a person is told, which is less than the log is: "wrong" where nothing else is said.
_TOLD: Final = {
    "away": "away",
    "client": "setup",
    "code": "stale",
    "used_twice": "stale",
    "access_denied": "denied",
    "email": "unverified",
    "unverified": "unverified",
}


@dataclass(frozen=True, slots=True)
class Failed:
    """Why somebody was not let in, as the sign-in page says it; ``email`` is whom the provider named, where that matters."""

    why: str
    email: str = ""


class ProviderDoor:
    """The way in by a provider. ``title`` is what people know it as, ``only`` says that there are no passwords besides."""

    def __init__(self, access: StaffAccess, guard: Guard, provider: IdentityClient) -> None:
        self._access = access
        self._guard = guard
        self._provider = provider
        self._secret = provider.client.client_secret
        self.title = provider.client.title
        self.only = provider.client.only

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (Route("GET", "/sign-in/provider", "anybody", self.go), Route("GET", BACK, "anybody", self.back))

    async def go(self, visit: Visit) -> web.StreamResponse:
        """Send somebody to the provider; what he comes back with is only good in this browser."""
        goal = goal_of(visit.request.query.get("next", ""))
        if visit.who is not None:
            return see(goal)
        wish = new_wish(goal if len(goal) <= _LONGEST_GOAL and goal.isascii() else goal_of(""), visit.words.language)
        try:
            provider = await self._provider.provider(visit.now)
        except FetchFailed as error:
            log.warning("%s can't be used to sign in: %s", self.title, error)
            return self._sent_back(visit, Failed("away"), wish)
        response = see(authorization_address(provider, self._provider.client, wish, choose="choose" in visit.request.query))
        self._guard.keep(visit.request, response, _COOKIE, seal_wish(wish, visit.now, self._secret), LASTS // SECOND)
        return response

    async def back(self, visit: Visit) -> web.StreamResponse:
        """Let in whom the provider sends back, or say on the sign-in page why not."""
        kept = wish_of(self._cookie(visit), visit.request.query.get("state", ""), visit.now, self._secret)
        if visit.who is not None:
            return see(kept[0].goal if kept else goal_of(""))
        if kept is None:
            return self._sent_back(visit, Failed("stale"), None)
        wish, until = kept
        made = await self._come_in(visit, wish, until)
        if isinstance(made, Failed):
            return self._sent_back(visit, made, wish)
        self._guard.remember(visit.request, made.cookie)
        response = see(wish.goal)
        self.forget(visit, response)
        return response

    def told(self, visit: Visit) -> Failed | None:
        """Return why somebody has just been sent back to the sign-in page, if that is why he is there."""
        kept = unseal("told", self._cookie(visit), visit.now, self._secret)
        return Failed(**kept[0]) if kept else None

    def forget(self, visit: Visit, response: web.StreamResponse) -> None:
        """Take away what the browser kept for this attempt."""
        self._guard.keep(visit.request, response, _COOKIE, "", 0)

    async def _come_in(self, visit: Visit, wish: Wish, until: int) -> LetIn | Failed:
        if not await self._access.may_knock(visit.visitor, visit.now):
            return Failed("too_many")
        found = await self._who(visit, wish) if await self._access.first_use(wish.state, until) else "used_twice"
        if not isinstance(found, Identity):
            await self._access.note("refused_provider", None, visit.visitor, visit.now, about=found)
            return Failed(_TOLD.get(found, "wrong"))
        made = await self._access.with_identity(found.email, visit.visitor, visit.now)
        return made if isinstance(made, LetIn) else Failed(made.why, found.email)

    async def _who(self, visit: Visit, wish: Wish) -> Identity | str:
        """Return whom the provider speaks of, or in a word why nobody is believed; the log has more of it."""
        try:
            found = await self._brought(visit, wish)
        except FetchFailed as error:
            log.warning("%s can't be asked who signs in: %s", self.title, error)
            return "away"
        if isinstance(found, Identity):
            return found
        log.warning("nobody was signed in by %s: %s", self.title, found)
        return found

    async def _brought(self, visit: Visit, wish: Wish) -> Identity | str:
        query = visit.request.query
        provider = await self._provider.provider(visit.now)
        if query.get("iss", "" if provider.names_itself else provider.issuer) != provider.issuer:
            return "issuer"
        if "error" in query:
            return query["error"] if _ERROR.fullmatch(query["error"]) else "unreadable"
        found = await self._provider.identify(query.get("code", ""), wish, visit.now)
        return found.reason if isinstance(found, Untrusted) else found

    def _sent_back(self, visit: Visit, failed: Failed, wish: Wish | None) -> web.StreamResponse:
        """Send to the sign-in page, which says why: what it says is sealed in a cookie, so that no address can make it say anything."""
        query = {"language": wish.language if wish else visit.words.language, "next": wish.goal if wish else goal_of("")}
        response = see(f"{PREFIX}/sign-in?{urlencode(query)}")
        cookie = seal("told", {"why": failed.why, "email": failed.email}, visit.now + _TOLD_FOR, self._secret)
        self._guard.keep(visit.request, response, _COOKIE, cookie, _TOLD_FOR // SECOND)
        return response

    def _cookie(self, visit: Visit) -> str:
        return visit.request.cookies.get(self._guard.cookie_name(visit.request, _COOKIE), "")
