"""One conversation: what was said and done, and what a person of the shop can do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from aiohttp import web

from bot.domain import window
from bot.flow.look_again import WITHHELD
from bot.web.console.box import wamid_of
from bot.web.console.guard import PREFIX, Route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.conversation import CloseReason, Conversation
    from bot.domain.store import Store
    from bot.flow.handoff.acts import Refused
    from bot.flow.handoff.desk import HelpDesk
    from bot.web.console.box import Boxes
    from bot.web.console.guard import Visit
    from bot.web.console.pages_of import Pages

# What a person may say of a conversation that he closes; the other reasons are the clock's and the bot's.
REASONS: Final[tuple[CloseReason, ...]] = ("solved", "no_answer", "duplicate", "spam", "other")
LINES: Final = 200
_REFUSED: Final = 409


class ConversationPages:
    """The page of a conversation; what its forms do is ``composer``'s."""

    def __init__(self, db: Database, desk: HelpDesk, pages: Pages, stores: Mapping[str, Store], boxes: Boxes) -> None:
        self._db = db
        self._desk = desk
        self._pages = pages
        self._stores = stores
        self._boxes = boxes

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (Route("GET", "/chats/{chat}", "read", self.page), Route("GET", "/chats/{chat}/lines", "read", self.lines, passive=True))

    async def page(self, visit: Visit) -> web.StreamResponse:
        """Show the whole page; who was named in its notes has seen it."""
        await self._db.mentions.seen(visit.member.id, visit.request.match_info["chat"])
        return await self.show(visit, await self.chat(visit), "chat.html")

    async def lines(self, visit: Visit) -> web.StreamResponse:
        """Show what changes by itself: who has it, and what was said."""
        return await self.show(visit, await self.chat(visit), "_chat.html")

    async def chat(self, visit: Visit) -> Conversation:
        """Return the conversation of the address; one of a store that is not his is as if it weren't there."""
        key = visit.request.match_info["chat"]
        chat = (await self._db.conversations.get_many([key])).get(key)
        if chat is None or chat.store_id not in self._stores or not visit.member.sees(chat.store_id):
            raise web.HTTPNotFound
        return chat

    async def show(self, visit: Visit, chat: Conversation, name: str, refused: Refused | None = None) -> web.StreamResponse:
        """Show the page or a piece of it, with what was refused and the words that were typed."""
        customer = (await self._db.customers.heirs([chat.customer_id])).get(chat.customer_id)
        people = {member.id: member.name for member in await self._db.staff.all()}
        closes_at = window.closes_at(chat.last_inbound_at)
        return self._pages.show(
            visit,
            name,
            status=_REFUSED if refused else 200,
            chat=chat,
            customer=customer,
            store=self._stores[chat.store_id],
            lines=await self._db.transcript.of_conversation(chat.id, LINES),
            people=people,
            mine=chat.owner == "staff" and chat.assignee in {None, visit.member.id},
            left=None if closes_at is None else closes_at - visit.now,
            on_desk=chat.owner == "staff" or chat.flag is not None,
            summary=await self._desk.summary(chat.id, visit.words.language) if name == "chat.html" else None,
            reasons=REASONS,
            refused=refused,
            withheld=WITHHELD,
            quotable=wamid_of,
            box=await self._boxes.of(visit, chat, customer, refused=refused is not None) if name != "_chat.html" else None,
            address=address_of(chat),
        )


def address_of(chat: Conversation) -> str:
    """Return the address of a conversation's page."""
    return f"{PREFIX}/chats/{quote(chat.id, safe='')}"
