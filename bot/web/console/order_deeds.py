"""What people of the shop do about an order: tell the customer again, write a note, decide what he asked for; and the panel by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from aiohttp import web

from bot.domain.delivery import Author
from bot.domain.notice import KINDS
from bot.domain.request import Outcome, RequestState, outcomes
from bot.flow.handoff.acts import Refused
from bot.flow.handoff.assign import can_have
from bot.flow.handoff.note import mentioned
from bot.flow.sign_in import new_secret
from bot.flow.tell_again import Wanted
from bot.flow.write_to import Unwritten
from bot.web.console.admin.noted import note as audited
from bot.web.console.conversation import address_of
from bot.web.console.guard import Route
from bot.web.console.media import answer
from bot.web.console.transcript import PDF

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.conversation import Conversation
    from bot.domain.store import Store
    from bot.flow.handoff.desk import HelpDesk
    from bot.flow.handoff.resend import Resending
    from bot.web.console.conversation import ConversationPages
    from bot.web.console.guard import Visit
    from bot.web.console.order_panel import Panels
    from bot.web.console.pages_of import Pages

# What is said besides has its place in one message with the answer itself.
LONGEST_ANSWER: Final = 1_000
_LONGEST_ID: Final = 64


class OrderDeeds:
    """The panel by itself, and what its forms do; ``chats`` shows what is refused with the words that were typed."""

    def __init__(
        self, db: Database, desk: HelpDesk, resending: Resending, pages: Pages, stores: Mapping[str, Store], chats: ConversationPages, panels: Panels
    ) -> None:
        self._db = db
        self._desk = desk
        self._resending = resending
        self._pages = pages
        self._stores = stores
        self._chats = chats
        self._panels = panels

    def routes(self) -> Sequence[Route]:
        """Return the lines of the table."""
        return (
            Route("GET", "/chats/{chat}/order", "read", self.panel, passive=True),
            Route("GET", "/chats/{chat}/paper", "read", self.paper),
            Route("POST", "/chats/{chat}/resend", "resend", self.resend),
            Route("POST", "/chats/{chat}/order-note", "note", self.note),
            Route("POST", "/chats/{chat}/request", "decide_request", self.decide),
        )

    async def panel(self, visit: Visit) -> web.StreamResponse:
        """Show the panel without the page; who has the newest already gets nothing, so that nothing moves under his hand."""
        chat = await self._chats.chat(visit)
        customer = (await self._db.customers.heirs([chat.customer_id])).get(chat.customer_id)
        panel = await self._panels.of(visit, chat, customer)
        if panel.seen == visit.request.query.get("seen"):
            return web.Response(status=204)
        people = {member.id: member.name for member in await self._db.staff.all()}
        store = self._stores[chat.store_id]
        return self._pages.show(visit, "_order_panel.html", panel=panel, chat=chat, store=store, people=people, address=address_of(chat))

    async def paper(self, visit: Visit) -> web.StreamResponse:
        """Show the PDF of an invoice of the customer's."""
        chat = await self._chats.chat(visit)
        order = await self._panels.order(chat, visit.request.query.get("order", ""))
        number = visit.request.query.get("number")
        names = [paper.document_id for paper in order.invoices if paper.number == number and paper.document_id] if order else []
        document = await self._db.documents.get(names[0]) if names else None
        if document is None or not document.data or document.mime_type != PDF:
            raise web.HTTPNotFound
        return answer(visit.request, document)

    async def resend(self, visit: Visit) -> web.StreamResponse:
        """Tell the customer something once more; a form that is sent twice tells once."""
        chat = await self._chats.chat(visit)
        name, _, subject = visit.form.get("what", "").partition(":")
        milestone = next((one for one in KINDS if one == name), None)
        order = await self._panels.order(chat, visit.form.get("order", ""))
        if order is None or milestone is None:
            return await self._refuse(visit, Refused("not_true"))
        made = await self._resending.resend(chat.id, _author(visit), Wanted(order.id, milestone, subject, _form_id(visit)), visit.now)
        if isinstance(made, Refused):
            return await self._refuse(visit, made)
        if made:
            await audited(self._db, visit, "order_resent", f"{order.id} {milestone} {subject}".rstrip())
        return _back(chat, order.id, "resent")

    async def note(self, visit: Visit) -> web.StreamResponse:
        """Write a note about the order that the customer never sees; who is named in it is shown it."""
        chat = await self._chats.chat(visit)
        order = await self._panels.order(chat, visit.form.get("order", ""))
        if order is None:
            return await self._refuse(visit, Refused("not_true"))
        text = visit.form.get("words", "")
        named = mentioned(text, [one for one in await self._db.staff.all() if can_have(one, chat.store_id)])
        made = await self._desk.note(chat.id, _author(visit), _form_id(visit), text, named, visit.now, order.id)
        if isinstance(made, Refused):
            return await self._refuse(visit, made)
        if made.changed:
            await audited(self._db, visit, "order_noted", order.id)
        return _back(chat, order.id, "noted")

    async def decide(self, visit: Visit) -> web.StreamResponse:
        """Accept or refuse what the customer asked for, and tell him; of two who decide at once one does, and the other hears who."""
        chat = await self._chats.chat(visit)
        request_id, words = visit.form.get("request", ""), visit.form.get("words", "").strip()
        request = (await self._db.service_requests.get_many([request_id])).get(request_id) if request_id in chat.requests else None
        chosen = _decision(visit.form)
        if request is None or chosen is None:
            return await self._refuse(visit, Refused("request_settled"))
        if len(words) > LONGEST_ANSWER:
            return await self._refuse(visit, Refused("too_long"))
        made = await self._desk.decide_request(request_id, _author(visit), chosen[1], words, visit.now, chosen[0])
        if isinstance(made, Refused):
            return await self._refuse(visit, made)
        if made.changed:
            await audited(self._db, visit, f"request_{made.request.state}", f"{request.order_id or chat.id} {request.kind}")
        return _back(chat, request.order_id, "untold" if isinstance(made.told, Unwritten) else "told")

    async def _refuse(self, visit: Visit, refused: Refused) -> web.StreamResponse:
        return await self._chats.show(visit, await self._chats.chat(visit), "chat.html", refused)


def _decision(form: dict[str, str]) -> tuple[RequestState, Outcome] | None:
    """Return the state that a form was made for and the outcome that was chosen, ``None`` where it can't be."""
    states: tuple[RequestState, ...] = ("open", "accepted")
    seen = next((one for one in states if one == form.get("seen")), None)
    outcome = next((one for one in outcomes(seen) if one == form.get("outcome")), None) if seen else None
    return (seen, outcome) if seen and outcome else None


def _author(visit: Visit) -> Author:
    return Author(visit.member.id, visit.member.name)


def _form_id(visit: Visit) -> str:
    """Return what the page gave the form, so that it is the same when it is sent twice."""
    given = "".join(sign for sign in visit.form.get("id", "")[:_LONGEST_ID] if sign.isalnum() or sign in "-_")
    return given or new_secret()[:24]


def _back(chat: Conversation, order_id: str | None, did: str) -> web.StreamResponse:
    chosen = f"order={quote(order_id, safe='')}&" if order_id else ""
    return web.Response(status=303, headers={"Location": f"{address_of(chat)}?{chosen}did={did}#order"})
