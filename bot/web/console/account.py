"""One's own account: looks, password, codes, and where one is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import segno
from aiohttp import web

from bot.domain.staff import CONSOLE_LANGUAGES, THEMES, still_valid
from bot.flow.sign_in import is_totp_secret, new_totp_secret, totp_address
from bot.flow.staff_access import NotLetIn
from bot.web.console.guard import PREFIX, Route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.flow.staff_access import StaffAccess
    from bot.web.console.guard import Visit
    from bot.web.console.pages_of import Pages

_WRONG: Final = 422


class Account:
    """The account page and what its forms do."""

    def __init__(self, db: Database, access: StaffAccess, pages: Pages, zone: str) -> None:
        self._db = db
        self._access = access
        self._pages = pages
        self._zone = zone

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (
            Route("GET", "/account", "own_account", self.page),
            Route("POST", "/account/looks", "own_account", self.looks),
            Route("POST", "/account/password", "own_account", self.password),
            Route("POST", "/account/codes", "own_account", self.codes_on),
            Route("POST", "/account/codes/off", "own_account", self.codes_off),
        )

    async def page(self, visit: Visit) -> web.StreamResponse:
        """Show the account."""
        return await self._page(visit, done=visit.request.query.get("done"))

    async def looks(self, visit: Visit) -> web.StreamResponse:
        """Keep language and colours."""
        language = next((one for one in CONSOLE_LANGUAGES if one == visit.form.get("language")), None)
        theme = next((one for one in THEMES if one == visit.form.get("theme")), visit.member.theme)
        await self._db.staff.set_looks(visit.member.id, language, theme)
        return _done("looks")

    async def password(self, visit: Visit) -> web.StreamResponse:
        """Change the password, or say what is wrong with it."""
        if visit.who is None or visit.form.get("new", "") != visit.form.get("again", ""):
            return await self._page(visit, wrong="not_equal")
        old, new = visit.form.get("old", ""), visit.form.get("new", "")
        wrong = await self._access.change_password(visit.who, old, new, visit.visitor, visit.now)
        if wrong is None:
            return _done("password")
        return await self._page(visit, wrong=wrong.why if isinstance(wrong, NotLetIn) else wrong)

    async def codes_on(self, visit: Visit) -> web.StreamResponse:
        """Ask for codes from now on, once one was typed that is right."""
        secret = visit.form.get("secret", "")
        if await self._access.start_codes(visit.member, secret, visit.form.get("code", ""), visit.visitor, visit.now):
            return _done("codes_on")
        return await self._page(visit, wrong="wrong_code", secret=secret if is_totp_secret(secret) else None)

    async def codes_off(self, visit: Visit) -> web.StreamResponse:
        """Ask for no codes any more."""
        if await self._access.stop_codes(visit.member, visit.form.get("code", ""), visit.visitor, visit.now):
            return _done("codes_off")
        return await self._page(visit, wrong="wrong_code")

    async def _page(self, visit: Visit, *, done: str | None = None, wrong: str | None = None, secret: str | None = None) -> web.StreamResponse:
        sessions = await self._db.staff_sessions.of_staff(visit.member.id)
        secret = secret or new_totp_secret()
        return self._pages.show(
            visit,
            "account.html",
            status=_WRONG if wrong else 200,
            sessions=[one for one in sessions if still_valid(one, visit.now, self._access.rules)],
            mine=visit.who.session.csrf if visit.who else "",
            secret=secret,
            totp=totp_address(secret, visit.member.email),
            picture=_picture(totp_address(secret, visit.member.email)),
            done=done if done in {"looks", "password", "codes_on", "codes_off"} else None,
            wrong=wrong,
            zone=self._zone,
            languages=CONSOLE_LANGUAGES,
            themes=THEMES,
        )


def _picture(address: str) -> str:
    """Return what a camera reads as SVG for within a page: with a margin of its own, so that it is read on a dark page too."""
    return segno.make(address, micro=False, error="m").svg_inline(scale=4, border=4, light="#fff")


def _done(what: str) -> web.Response:
    return web.Response(status=303, headers={"Location": f"{PREFIX}/account?done={what}"})
