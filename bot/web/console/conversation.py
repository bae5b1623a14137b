"""One conversation: what was said and done, and what a person of the shop can do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from aiohttp import web

from bot.domain import window
from bot.flow.lines import waiting
from bot.web.console.box import wamid_of
from bot.web.console.guard import PREFIX, Route
from bot.web.console.matters import matter
from bot.web.console.transcript import Around, shown, wanted_quotes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.conversation import CloseReason, Conversation
    from bot.domain.store import Store
    from bot.flow.handoff.acts import Refused
    from bot.flow.handoff.desk import HelpDesk
    from bot.web.console.box import Boxes
    from bot.web.console.guard import Visit
    from bot.web.console.order_panel import Panels
    from bot.web.console.pages_of import Pages
    from bot.web.console.transcript import Shown
    from bot.web.console.watching import Watching

# What a person may say of a conversation that he closes; the other reasons are the clock's and the bot's.
REASONS: Final[tuple[CloseReason, ...]] = ("solved", "no_answer", "duplicate", "spam", "other")
LINES: Final = 200
_WITH_LINES: Final = frozenset(("chat.html", "_chat.html", "_talk.html"))
_WITH_BOX: Final = frozenset(("chat.html", "_composer.html"))
_REFUSED: Final = 409


@dataclass(frozen=True, slots=True)
class Talk:
    """A page of lines; ``first`` is the first one's id where there are earlier ones, ``newest`` tells whether it ends with the last."""

    lines: list[Shown]
    first: str | None
    newest: bool


class ConversationPages:
    """The page of a conversation; what its forms do is ``composer``'s."""

    def __init__(
        self, db: Database, desk: HelpDesk, pages: Pages, stores: Mapping[str, Store], boxes: Boxes, panels: Panels, watching: Watching
    ) -> None:
        self._db = db
        self._desk = desk
        self._pages = pages
        self._stores = stores
        self._boxes = boxes
        self._panels = panels
        self._watching = watching

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (Route("GET", "/chats/{chat}", "read", self.page), Route("GET", "/chats/{chat}/lines", "read", self.lines, passive=True))

    async def page(self, visit: Visit) -> web.StreamResponse:
        """Show the whole page; who was named in its notes has seen it."""
        await self._db.mentions.seen(visit.member.id, visit.request.match_info["chat"], visit.now)
        return await self.show(visit, await self.chat(visit), "chat.html")

    async def lines(self, visit: Visit) -> web.StreamResponse:
        """Show what changes by itself, who has it and what was said; or the lines before those that are shown."""
        name = "_talk.html" if "before" in visit.request.query else "_chat.html"
        return await self.show(visit, await self.chat(visit), name)

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
            people=people,
            mine=chat.owner == "staff" and chat.assignee in {None, visit.member.id},
            left=None if closes_at is None else closes_at - visit.now,
            on_desk=chat.owner == "staff" or chat.flag is not None,
            summary=await self._summary(visit, chat) if name == "chat.html" else None,
            matter=_matter(visit, chat),
            reasons=REASONS,
            refused=refused,
            quotable=wamid_of,
            talk=await self._talk(visit, chat) if name in _WITH_LINES else None,
            present=await self._watching.others(chat.id, visit.member, visit.now) if name == "chat.html" else (),
            box=await self._boxes.of(visit, chat, customer, refused=refused is not None) if name in _WITH_BOX else None,
            panel=await self._panels.of(visit, chat, customer, refused=refused is not None) if name == "chat.html" else None,
            address=address_of(chat),
        )

    async def _summary(self, visit: Visit, chat: Conversation) -> str:
        """Return what it is about: what a person was called for that the customer has not said, and then the rest."""
        told, rest = _matter(visit, chat), await self._desk.summary(chat.id, visit.words.language)
        return " ".join(filter(None, (told and visit.words.t("matter.called", what=told), rest)))

    async def _talk(self, visit: Visit, chat: Conversation) -> Talk:
        """Return a page of lines: the newest, with what is still to be sent, or an older one."""
        query = visit.request.query
        until, whole = query.get("until"), query.get("until") or query.get("before")
        lines, earlier = await self._db.transcript.page_of(chat.id, LINES, whole, inclusive=until is not None)
        if whole is None:
            sent = {line.id for line in lines}
            lines += sorted(
                (waiting(item) for item in await self._db.outbox.of_conversation(chat.id) if item.id not in sent), key=lambda line: line.at
            )
        quoted = {wamid_of(line) or "": line for line in await self._db.transcript.of_wamids(chat.id, wanted_quotes(lines))}
        files = await self._db.documents.about([line.attached.document_id for line in lines if line.attached])
        zone = self._stores[chat.store_id].timezone
        around = Around(address_of(chat), visit.now, lambda instant: visit.words.day_of(visit.now, instant, zone), files, quoted)
        return Talk(shown(chat, lines, around), lines[0].id if lines and earlier else None, newest=whole is None)


def _matter(visit: Visit, chat: Conversation) -> str:
    return matter(visit.words, chat.flag.concerns, chat.flag.error_code) if chat.flag else ""


def address_of(chat: Conversation) -> str:
    """Return the address of a conversation's page."""
    return f"{PREFIX}/chats/{quote(chat.id, safe='')}"
