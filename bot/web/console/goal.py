"""Where somebody goes after signing in."""

from __future__ import annotations

from aiohttp import web

from bot.web.console.guard import PREFIX


def goal_of(wanted: str) -> str:
    """Return where to go afterwards: a page of the console and nothing else, whatever the address says."""
    inside = wanted.startswith(f"{PREFIX}/") and "\\" not in wanted and wanted.isprintable()
    return wanted if inside else f"{PREFIX}/"


def see(where: str) -> web.Response:
    """Send the browser somewhere, to be asked for anew (303)."""
    return web.Response(status=303, headers={"Location": where})
