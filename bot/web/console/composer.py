"""What people do in a conversation: a form for each deed, which is refused in words or leads back to the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.domain.content import TextOut
from bot.domain.delivery import Author
from bot.flow.handoff.acts import Refused
from bot.flow.handoff.assign import can_have
from bot.flow.handoff.note import mentioned
from bot.flow.handoff.offers import filled_in
from bot.flow.handoff.reply import Words, attachment, outbox_id
from bot.flow.sign_in import new_secret
from bot.language.render import safe_filename
from bot.web.console.admin.noted import note
from bot.web.console.box import wamid_of
from bot.web.console.conversation import REASONS, address_of
from bot.web.console.guard import Route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db import Database
    from bot.domain.content import DocumentOut, ImageOut
    from bot.domain.conversation import Conversation
    from bot.flow.handoff.desk import Done, HelpDesk
    from bot.web.console.box import Boxes
    from bot.web.console.conversation import ConversationPages
    from bot.web.console.forms import Upload
    from bot.web.console.guard import Visit

_LONGEST_ID: Final = 64


class Composer:
    """The deeds that the buttons of a conversation's page stand for; ``pages`` shows what is refused with the words that were typed."""

    def __init__(self, db: Database, desk: HelpDesk, pages: ConversationPages, boxes: Boxes) -> None:
        self._db = db
        self._desk = desk
        self._pages = pages
        self._boxes = boxes

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (
            Route("GET", "/chats/{chat}/box", "read", self.box, passive=True),
            Route("POST", "/chats/{chat}/take-over", "take_over", self.take_over),
            Route("POST", "/chats/{chat}/reply", "reply", self.reply, files=True),
            Route("POST", "/chats/{chat}/template", "reply", self.template),
            Route("POST", "/chats/{chat}/note", "note", self.note),
            Route("POST", "/chats/{chat}/assign", "assign", self.assign),
            Route("POST", "/chats/{chat}/label", "label", self.label),
            Route("POST", "/chats/{chat}/hand-back", "hand_back", self.hand_back),
            Route("POST", "/chats/{chat}/close", "close", self.close),
        )

    async def box(self, visit: Visit) -> web.StreamResponse:
        """Show the box alone: it changes by itself when the window closes or somebody else takes the conversation."""
        return await self._pages.show(visit, await self._pages.chat(visit), "_composer.html")

    async def take_over(self, visit: Visit) -> web.StreamResponse:
        """Take it: of two who click at once one has it, and the other is told who."""
        chat = await self._pages.chat(visit)
        return await self._after(visit, chat, "taken_over", await self._desk.take_over(chat.id, _author(visit), visit.now))

    async def reply(self, visit: Visit) -> web.StreamResponse:
        """Write to the customer; a form that is sent twice writes once."""
        chat = await self._pages.chat(visit)
        text, file = visit.form.get("text", "").strip(), visit.files.get("file")
        content = await self._with_file(visit, chat, file, text) if file is not None else TextOut(text) if text else Refused("empty")
        if isinstance(content, Refused):
            return await self._after(visit, chat, "replied", content)
        quoted = await self._boxes.quoted(chat, visit.form.get("quote", ""))
        words = Words(_form_id(visit), content, wamid_of(quoted) if quoted else None)
        return await self._after(visit, chat, "replied", await self._desk.reply(chat.id, _author(visit), words, visit.now))

    async def _with_file(self, visit: Visit, chat: Conversation, file: Upload, caption: str) -> DocumentOut | ImageOut | Refused:
        """Keep a file that is sent, and return how; the form that comes again brings the same one."""
        if file.too_large:
            return Refused("wrong_file")
        name = safe_filename(file.filename)
        content = attachment(outbox_id(chat.id, _form_id(visit)), name, file.mime_type, file.data, caption)
        if not isinstance(content, Refused):
            await self._db.documents.put(content.document_id, name, file.mime_type, file.data, at=visit.now)
        return content

    async def template(self, visit: Visit) -> web.StreamResponse:
        """Send an approved template with its values filled in."""
        chat = await self._pages.chat(visit)
        customer = (await self._db.customers.heirs([chat.customer_id])).get(chat.customer_id)
        offered = await self._boxes.offers(chat, customer)
        chosen = next((one for one in offered if one.copy.name == visit.form.get("template")), None)
        if chosen is None:
            return await self._after(visit, chat, "replied", Refused("wrong_template"))
        content = filled_in(chosen, {name: visit.form.get(f"value:{name}", "") for name in chosen.copy.parameters})
        if isinstance(content, Refused):
            return await self._after(visit, chat, "replied", content)
        words = Words(_form_id(visit), content, category=chosen.category)
        return await self._after(visit, chat, "replied", await self._desk.reply(chat.id, _author(visit), words, visit.now))

    async def note(self, visit: Visit) -> web.StreamResponse:
        """Write a note that the customer never sees; who is named in it is shown it."""
        chat = await self._pages.chat(visit)
        text = visit.form.get("text", "")
        named = mentioned(text, await self._boxes.people(chat))
        return await self._after(visit, chat, "noted", await self._desk.note(chat.id, _author(visit), _form_id(visit), text, named, visit.now))

    async def assign(self, visit: Visit) -> web.StreamResponse:
        """Mean it for a person, a team, both or nobody; only for people who see the store."""
        chat = await self._pages.chat(visit)
        wanted, team = visit.form.get("to", ""), visit.form.get("team", "")
        member = await self._db.staff.get(wanted) if wanted else None
        teams = {one.id: one.name for one in await self._db.teams.of_stores([chat.store_id])}
        if (wanted and (member is None or not can_have(member, chat.store_id))) or (team and team not in {*teams, chat.team}):
            return await self._after(visit, chat, "assigned", Refused("no_colleague"))
        to = Author(member.id, member.name) if member else None
        made = await self._desk.assign(chat.id, _author(visit), to, team or None, visit.now, teams.get(team))
        return await self._after(visit, chat, "assigned", made)

    async def label(self, visit: Visit) -> web.StreamResponse:
        """Put a label on it, or take one off."""
        chat = await self._pages.chat(visit)
        add, remove = ([one] if (one := visit.form.get(name, "").strip()) else [] for name in ("add", "remove"))
        made = await self._desk.label(chat.id, _author(visit), add, remove, visit.now) if add or remove else Refused("empty")
        return await self._after(visit, chat, "labelled", made)

    async def hand_back(self, visit: Visit) -> web.StreamResponse:
        """Let the bot answer again."""
        chat = await self._pages.chat(visit)
        return await self._after(visit, chat, "handed_back", await self._desk.hand_back(chat.id, _author(visit), visit.now))

    async def close(self, visit: Visit) -> web.StreamResponse:
        """Be done with it."""
        chat = await self._pages.chat(visit)
        reason = next((one for one in REASONS if one == visit.form.get("reason")), REASONS[-1])
        return await self._after(visit, chat, "closed", await self._desk.close(chat.id, _author(visit), reason, visit.now))

    async def _after(self, visit: Visit, chat: Conversation, what: str, made: Done | Refused) -> web.StreamResponse:
        """Go back to the page, or show it with what is in the way and the words that were typed."""
        if isinstance(made, Refused):
            return await self._pages.show(visit, await self._pages.chat(visit), "chat.html", made)
        if made.changed:
            await note(self._db, visit, f"chat_{what}", chat.id, chat.store_id)
        # The page forgets what was typed once it knows that it was taken.
        sent = f"?sent={_form_id(visit)}" if what in {"replied", "noted"} else ""
        return web.Response(status=303, headers={"Location": f"{address_of(chat)}{sent}#end"})


def _author(visit: Visit) -> Author:
    return Author(visit.member.id, visit.member.name)


def _form_id(visit: Visit) -> str:
    """Return what the page gave the form, so that it is the same when it is sent twice."""
    given = "".join(sign for sign in visit.form.get("id", "")[:_LONGEST_ID] if sign.isalnum() or sign in "-_")
    if not given:
        given = visit.form["id"] = new_secret()[:24]
    return given
