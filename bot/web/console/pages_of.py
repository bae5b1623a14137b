"""Pages from templates, and the files beside them."""

from __future__ import annotations

import hashlib
import mimetypes
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.domain.staff import may
from bot.web.console.guard import PREFIX, Route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.staff import Deed
    from bot.web.console.guard import Visit
    from bot.web.console.words import Words

_HERE: Final = Path(__file__).parent
_FOR_EVER: Final = "public, max-age=31536000, immutable"
# What the menu shows: address, text, and the deed that a role has to allow.
MENU: Final[tuple[tuple[str, str, Deed], ...]] = (
    ("/", "menu.queue", "read"),
    ("/overview", "menu.overview", "see_overview"),
    ("/teach", "menu.teach", "propose"),
    ("/admin/audit", "menu.admin", "see_audit"),
    ("/account", "menu.account", "own_account"),
)
# The pages of the administration, shown as tabs on each of them; all of them begin with the same path.
_ADMIN: Final = "/admin/"
ADMIN: Final[tuple[tuple[str, str, Deed], ...]] = (
    ("/admin/replies", "menu.replies", "configure"),
    ("/admin/hours", "menu.hours", "configure"),
    ("/admin/notices", "menu.notices", "configure"),
    ("/admin/health", "menu.health", "configure"),
    ("/admin/parked", "menu.parked", "resend"),
    ("/admin/customer", "menu.customer", "export"),
    ("/admin/staff", "menu.staff", "manage_staff"),
    ("/admin/teams", "menu.teams", "manage_staff"),
    ("/admin/keys", "menu.keys", "configure"),
    ("/admin/audit", "menu.audit", "see_audit"),
)


class Pages:
    """Renders templates; every value is escaped, and a name that isn't there is an error."""

    def __init__(self, files: Files) -> None:
        loader = FileSystemLoader(_HERE / "pages")
        self._environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        self._environment.globals["static"] = files.address

    def piece(self, visit: Visit, name: str, **values: object) -> Markup:
        """Return a piece of a page that is the same for everybody who reads its language."""
        values = {"words": visit.words, "t": visit.words.t, "prefix": PREFIX, "now": visit.now, **values}
        return Markup(self._environment.get_template(name).render(values))  # noqa: S704 - the template has escaped it

    def show(self, visit: Visit, name: str, *, status: int = 200, **values: object) -> web.Response:
        """Return a page for a visit."""
        member = visit.who.member if visit.who else None
        more = {
            "visit": visit,
            "csrf": visit.csrf,
            "member": member,
            "menu": _menu(visit),
            "admin": _admin(visit),
            "now": visit.now,
            "may": partial(_may, visit),
        }
        return self.render(visit.words, name, status, {**more, "theme": member.theme if member else "auto", **values})

    def render(self, words: Words, name: str, status: int, values: Mapping[str, object]) -> web.Response:
        """Return a page in a language."""
        text = self._environment.get_template(name).render({"words": words, "t": words.t, "prefix": PREFIX, **values})
        return web.Response(text=text, content_type="text/html", status=status)


class Files:
    """The console's own files, held in memory: there are a few, and nothing else can be asked for. The address tells the content."""

    def __init__(self, folder: Path = _HERE / "static") -> None:
        self._bytes = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
        self._version = hashlib.sha256(b"".join(self._bytes.values())).hexdigest()[:12]

    def address(self, name: str) -> str:
        """Return where a file is; raises ``KeyError`` for one that isn't there."""
        _ = self._bytes[name]
        return f"{PREFIX}/static/{self._version}/{name}"

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (Route("GET", "/static/{version}/{name}", "anybody", self.send),)

    async def send(self, visit: Visit) -> web.StreamResponse:
        """Send a file."""
        name = visit.request.match_info["name"]
        if name not in self._bytes:
            raise web.HTTPNotFound
        kind = mimetypes.guess_type(name)[0] or "text/plain"
        return web.Response(body=self._bytes[name], content_type=kind, charset="utf-8", headers={"Cache-Control": _FOR_EVER})


def _may(visit: Visit, deed: Deed) -> bool:
    return visit.who is not None and may(visit.who.member.role, deed)


def _menu(visit: Visit) -> list[tuple[str, str, bool]]:
    here = visit.request.path.removeprefix(PREFIX)
    return [
        (href, name, path == here or here.startswith(f"{path}/") or (path.startswith(_ADMIN) and here.startswith(_ADMIN)))
        for path, href, name in _allowed(visit, MENU)
    ]


def _admin(visit: Visit) -> list[tuple[str, str, bool]]:
    here = visit.request.path.removeprefix(PREFIX)
    return (
        [(href, name, here == path or here.startswith(f"{path}/")) for path, href, name in _allowed(visit, ADMIN)] if here.startswith(_ADMIN) else []
    )


def _allowed(visit: Visit, places: Sequence[tuple[str, str, Deed]]) -> list[tuple[str, str, str]]:
    return [(path, f"{PREFIX}{path}", name) for path, name, deed in places if _may(visit, deed)]
