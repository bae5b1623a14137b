"""One conversation: what was said and done, and what a person of the shop can do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from aiohttp import web

from bot.domain import window
from bot.domain.content import TextOut
from bot.domain.delivery import Author
from bot.flow.handoff.acts import Refused
from bot.flow.handoff.reply import Words
from bot.flow.sign_in import new_secret
from bot.web.console.guard import PREFIX, Route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.conversation import CloseReason, Conversation
    from bot.domain.store import Store
    from bot.flow.handoff.desk import Done, HelpDesk
    from bot.web.console.guard import Visit
    from bot.web.console.pages_of import Pages

# What a person may say of a conversation that he closes; the other reasons are the clock's and the bot's.
REASONS: Final[tuple[CloseReason, ...]] = ("solved", "no_answer", "duplicate", "spam", "other")
LINES: Final = 200
_LONGEST_ID: Final = 64
_REFUSED: Final = 409


class ConversationPages:
    """The page of a conversation, and the deeds that its buttons stand for."""

    def __init__(self, db: Database, desk: HelpDesk, pages: Pages, stores: Mapping[str, Store]) -> None:
        self._db = db
        self._desk = desk
        self._pages = pages
        self._stores = stores

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (
            Route("GET", "/chats/{chat}", "read", self.page),
            Route("GET", "/chats/{chat}/lines", "read", self.lines, passive=True),
            Route("POST", "/chats/{chat}/take-over", "take_over", self.take_over),
            Route("POST", "/chats/{chat}/reply", "reply", self.reply),
            Route("POST", "/chats/{chat}/note", "note", self.note),
            Route("POST", "/chats/{chat}/hand-back", "hand_back", self.hand_back),
            Route("POST", "/chats/{chat}/close", "close", self.close),
        )

    async def page(self, visit: Visit) -> web.StreamResponse:
        """Show the whole page."""
        return await self._show(visit, await self._chat(visit), "chat.html")

    async def lines(self, visit: Visit) -> web.StreamResponse:
        """Show what changes by itself: who has it, and what was said."""
        return await self._show(visit, await self._chat(visit), "_chat.html")

    async def take_over(self, visit: Visit) -> web.StreamResponse:
        """Take it: of two who click at once one has it, and the other is told who."""
        chat = await self._chat(visit)
        return await self._after(visit, chat, await self._desk.take_over(chat.id, _author(visit), visit.now))

    async def reply(self, visit: Visit) -> web.StreamResponse:
        """Write to the customer; a form that is sent twice writes once."""
        chat = await self._chat(visit)
        words = Words(_form_id(visit), TextOut(visit.form.get("text", "").strip()))
        made = await self._desk.reply(chat.id, _author(visit), words, visit.now) if words.content != TextOut("") else Refused("empty")
        return await self._after(visit, chat, made)

    async def note(self, visit: Visit) -> web.StreamResponse:
        """Write a note that the customer never sees."""
        chat = await self._chat(visit)
        made = await self._desk.note(chat.id, _author(visit), _form_id(visit), visit.form.get("text", ""), (), visit.now)
        return await self._after(visit, chat, made)

    async def hand_back(self, visit: Visit) -> web.StreamResponse:
        """Let the bot answer again."""
        chat = await self._chat(visit)
        return await self._after(visit, chat, await self._desk.hand_back(chat.id, _author(visit), visit.now))

    async def close(self, visit: Visit) -> web.StreamResponse:
        """Be done with it."""
        chat = await self._chat(visit)
        reason = next((one for one in REASONS if one == visit.form.get("reason")), REASONS[-1])
        return await self._after(visit, chat, await self._desk.close(chat.id, _author(visit), reason, visit.now))

    async def _chat(self, visit: Visit) -> Conversation:
        """Return the conversation of the address; one of a store that is not his is as if it weren't there."""
        key = visit.request.match_info["chat"]
        chat = (await self._db.conversations.get_many([key])).get(key)
        if chat is None or chat.store_id not in self._stores or not visit.member.sees(chat.store_id):
            raise web.HTTPNotFound
        return chat

    async def _after(self, visit: Visit, chat: Conversation, made: Done | Refused) -> web.StreamResponse:
        """Go back to the page, or show it with what is in the way and the words that were typed."""
        if isinstance(made, Refused):
            return await self._show(visit, await self._chat(visit), "chat.html", made)
        return web.Response(status=303, headers={"Location": f"{_address(chat)}#end"})

    async def _show(self, visit: Visit, chat: Conversation, name: str, refused: Refused | None = None) -> web.StreamResponse:
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
            typed=visit.form.get("text", "") if refused else "",
            form_id=new_secret()[:24],
            address=_address(chat),
        )


def _author(visit: Visit) -> Author:
    return Author(visit.member.id, visit.member.name)


def _form_id(visit: Visit) -> str:
    """Return what the page gave the form, so that it is the same when it is sent twice."""
    return visit.form.get("id", "")[:_LONGEST_ID] or new_secret()


def _address(chat: Conversation) -> str:
    return f"{PREFIX}/chats/{quote(chat.id, safe='')}"
