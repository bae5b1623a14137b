"""Carrying deeds out: load (completing what a crash left half done), decide, commit under the version, hand over what is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from bot.answers.survey import question
from bot.domain.content import document_of
from bot.domain.desk import Mention
from bot.flow.batch import nobody_waits
from bot.flow.handoff.acts import Act, Refused, marker, touched
from bot.flow.handoff.assign import assign
from bot.flow.handoff.close import close
from bot.flow.handoff.commit import change_of
from bot.flow.handoff.hand_back import hand_back
from bot.flow.handoff.label import label
from bot.flow.handoff.note import note
from bot.flow.handoff.reply import outbox_id, reply
from bot.flow.handoff.summary import summary
from bot.flow.handoff.take_over import take_over
from bot.flow.resolve_request import Resolved, Unresolved, resolve_request
from bot.flow.write_to import Unwritten
from bot.language.render import render
from bot.language.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from bot.db import Database
    from bot.domain.conversation import CloseReason, Conversation
    from bot.domain.delivery import Author
    from bot.domain.request import Outcome, RequestState
    from bot.domain.store import Store
    from bot.flow.batch import Queued
    from bot.flow.handoff.reply import Words
    from bot.language.catalogue import Catalogues

    Decide = Callable[[Conversation], Act | Refused]

# So many writers in a row may be faster than we; a person clicks again then.
MOST_TRIES: Final = 5
MOST_LINES: Final = 40


@dataclass(frozen=True, slots=True)
class Done:
    """The conversation as it is now; ``changed`` is false where the deed had been done already."""

    chat: Conversation
    changed: bool = True


class HelpDesk:
    """The deeds of the shop's people; ``queued`` gets what they send once it is stored. Who may do what is asked before."""

    def __init__(self, db: Database, stores: Mapping[str, Store], catalogues: Catalogues, queued: Queued = nobody_waits) -> None:
        self._db = db
        self._stores = stores
        self._catalogues = catalogues
        self._queued = queued

    async def take_over(self, chat_id: str, by: Author, now: int) -> Done | Refused:
        """Take a conversation; of two who do so at once one has it, and the other one is told who."""
        return await self.do(chat_id, lambda chat: take_over(chat, by, now))

    async def reply(self, chat_id: str, by: Author, words: Words, now: int) -> Done | Refused:
        """Write to the customer; the same words handed in again are sent once."""
        chat = await self._find(chat_id)
        if chat is None:
            return Refused("not_found")
        sent_as = outbox_id(chat_id, words.id)
        if await self._db.outbox.get_many([sent_as]) or await self._db.transcript.known([sent_as]):
            return Done(chat, changed=False)
        customer = (await self._db.customers.heirs([chat.customer_id])).get(chat.customer_id)
        if customer is None:
            return Refused("no_address")
        document_id = document_of(words.content)
        if document_id is not None and document_id not in await self._db.documents.about([document_id]):
            return Refused("no_file")
        return await self.do(chat_id, lambda chat: reply(chat, by, customer, words, now))

    async def note(
        self, chat_id: str, by: Author, note_id: str, text: str, mentions: tuple[str, ...], now: int, order_id: str | None = None
    ) -> Done | Refused:
        """Write a note down that the customer never sees, perhaps about an order; handed in again it stays one note."""
        key = f"note:{chat_id}:{note_id}"
        chat = await self._find(chat_id)
        there = chat is not None and await self._db.transcript.known([key])
        made = (
            Done(chat, changed=False)
            if chat and there
            else await self.do(chat_id, lambda chat: note(chat, by, note_id, text, mentions, now, order_id))
        )
        if isinstance(made, Done):
            store = made.chat.store_id
            await self._db.mentions.add([Mention(f"{key}:{one}", one, chat_id, store, now, by.name) for one in mentions])
        return made

    async def assign(self, chat_id: str, by: Author, to: Author | None, team: str | None, now: int, called: str | None = None) -> Done | Refused:
        """Mean a conversation for a person, a team (that is ``called`` something), both or nobody."""
        return await self.do(chat_id, lambda chat: assign(chat, by, to, team, now, called))

    async def label(self, chat_id: str, by: Author, add: Collection[str], remove: Collection[str], now: int) -> Done | Refused:
        """Put labels on a conversation, and take others off."""
        return await self.do(chat_id, lambda chat: label(chat, by, add, remove, now))

    async def hand_back(self, chat_id: str, by: Author, now: int) -> Done | Refused:
        """Let the bot answer again."""
        return await self.do(chat_id, lambda chat: hand_back(chat, by, now))

    async def close(self, chat_id: str, by: Author, reason: CloseReason, now: int) -> Done | Refused:
        """Be done with a conversation; where it was solved and words may still be sent, the customer is asked how it was."""
        chat = await self._find(chat_id)
        customer = None if chat is None else (await self._db.customers.heirs([chat.customer_id])).get(chat.customer_id)
        if chat is None or customer is None or not (customer.address.wa_id or customer.address.bsuid):
            return await self.do(chat_id, lambda chat: close(chat, by, reason, now))
        store = self._stores[chat.store_id]
        language = chat.language or customer.language or store.language
        asked = (customer, render(question(), catalogues=self._catalogues, language=language, store=store))
        return await self.do(chat_id, lambda chat: close(chat, by, reason, now, asked))

    async def decide_request(
        self, request_id: str, by: Author, outcome: Outcome, text: str, now: int, seen: RequestState | None = None
    ) -> Resolved | Refused:
        """Accept, refuse or finish what a customer asked for, tell him, and note who decided; the same again changes nothing.

        Of two who have ``seen`` it in one state and decide at once, one does, and the other is told who.
        """
        request = (await self._db.service_requests.get_many([request_id])).get(request_id)
        if request is None or request.store_id not in self._stores:
            return Refused("not_found")
        store = self._stores[request.store_id]
        made = await resolve_request(self._db, request_id, outcome, text, store=store, catalogues=self._catalogues, now=now, by=by.id, seen=seen)
        if isinstance(made, Unresolved):
            return Refused("request_settled", made.by, made.reason)
        if made.changed:
            await self.do(request.conversation_id, lambda chat: _decided(chat, by, made, now))
        return made

    async def summary(self, chat_id: str, language: str) -> str | None:
        """Return what a conversation is about, as a paragraph in the language of whoever reads it; ``None`` where there is none."""
        chat = await self._find(chat_id)
        if chat is None:
            return None
        customer = (await self._db.customers.heirs([chat.customer_id])).get(chat.customer_id)
        ids = customer.order_ids if customer else ()
        orders = await self._db.orders.get_many(ids)
        lines = await self._db.transcript.of_conversation(chat_id, MOST_LINES)
        requests = await self._db.service_requests.get_many(chat.requests)
        voice = Voice(self._catalogues, language, self._stores[chat.store_id], isolated=True)
        said = summary(chat, [orders[one] for one in ids if one in orders], lines, list(requests.values()))
        return " ".join(voice.text(sentence) for sentence in said)

    async def do(self, chat_id: str, decide: Decide) -> Done | Refused:
        """Carry a decision out over the conversation as it is, and anew where somebody else has written first."""
        for _ in range(MOST_TRIES):
            loaded = (await self._db.conversations.load([chat_id])).get(chat_id)
            if loaded is None or loaded.value.store_id not in self._stores:
                return Refused("not_found")
            await self._db.conversations.complete([loaded])
            act = decide(loaded.value)
            if isinstance(act, Refused):
                return act
            if act.chat == loaded.value:
                return Done(act.chat, changed=False)
            written = await self._db.conversations.commit([change_of(act, self._db)])
            if written:
                await self._db.conversations.finish(written, partial(self._queued, list(act.outbox)))
                return Done(act.chat)
        return Refused("overtaken")

    async def _find(self, chat_id: str) -> Conversation | None:
        chat = (await self._db.conversations.get_many([chat_id])).get(chat_id)
        return chat if chat is not None and chat.store_id in self._stores else None


def _decided(chat: Conversation, by: Author, made: Resolved, now: int) -> Act:
    """Note a decision; a customer who hears of it has been answered by a person."""
    after = touched(chat, now)
    if not isinstance(made.told, Unwritten):
        after = replace(after, waiting_since=None, escalated_at=None, staff_said_at=now)
    return Act(after, lines=(marker(after, "request_decided", by, now, f"{made.request.kind}: {made.request.state}"),))
