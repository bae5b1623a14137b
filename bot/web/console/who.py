"""Who else is at a conversation, as its page shows it, and the page's word that somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.web.console.guard import Route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.web.console.conversation import ConversationPages
    from bot.web.console.guard import Visit
    from bot.web.console.pages_of import Pages
    from bot.web.console.watching import Watching


class Who:
    """A piece of a conversation's page. To look is passive; to type is not."""

    def __init__(self, watching: Watching, chats: ConversationPages, pages: Pages) -> None:
        self._watching = watching
        self._chats = chats
        self._pages = pages

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (
            Route("GET", "/chats/{chat}/presence", "read", self.others, passive=True),
            Route("POST", "/chats/{chat}/typing", "note", self.typing),
        )

    async def others(self, visit: Visit) -> web.StreamResponse:
        """Show who else is there."""
        chat = await self._chats.chat(visit)
        return self._pages.show(visit, "_presence.html", present=await self._watching.others(chat.id, visit.member, visit.now))

    async def typing(self, visit: Visit) -> web.StreamResponse:
        """Tell the others that he types, or with ``off`` that he has stopped."""
        chat = await self._chats.chat(visit)
        if visit.form.get("off"):
            await self._watching.stops(chat.id, visit.member)
        else:
            await self._watching.types(chat.id, visit.member, visit.now)
        return web.Response(status=204)
