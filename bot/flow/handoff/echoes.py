"""A person who answers from the WhatsApp Business app has taken the conversation over: the bot is quiet in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.conversation import Conversation, conversation_id
from bot.domain.delivery import RANK, TranscriptEntry
from bot.domain.desk import shortened
from bot.domain.inbox import park
from bot.domain.message import Edit, Reaction, Revoke
from bot.errors import Unreadable
from bot.flow.beside_words import detail_of, quoted_by, received_file
from bot.flow.chat_notes import MOST_TRIES, Overtaken
from bot.flow.conversing.scene import words_of
from bot.flow.handoff.acts import Act, marker, news, touched
from bot.flow.handoff.commit import change_of
from bot.flow.identify import Appearance, complete_chats, identify
from bot.whatsapp.echoes import parse_echoes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.customer import Customer
    from bot.domain.inbox import InboxItem, Parked
    from bot.domain.store import Store
    from bot.whatsapp.echoes import Echo


def answered_elsewhere(chat: Conversation, echo: Echo, now: int) -> Act:
    """Decide what an echo makes of a conversation. Pure.

    The bot never speaks over a person, whoever it was; who has it on the desk keeps it, and nobody waits any more.
    """
    words = words_of(echo.content) or f"({echo.content.kind})"
    line = TranscriptEntry(
        id=f"wa:{echo.wamid}",
        conversation_id=chat.id,
        customer_id=chat.customer_id,
        store_id=chat.store_id,
        direction="out",
        at=echo.at,
        text=words,
        content=echo.content.kind,
        wamid=echo.wamid,
        state="sent",
        rank=RANK["sent"],
        kind="staff",
        detail=detail_of(echo.content),
        quotes=quoted_by(echo.content),
        attached=received_file(echo.wamid, echo.content),
    )
    if isinstance(echo.content, Reaction | Revoke | Edit):
        return Act(touched(chat, now), lines=(line,))
    new = chat.owner == "bot"
    after = replace(
        touched(chat, now),
        owner="staff",
        assignee=None if new else chat.assignee,
        taken_at=now if new else chat.taken_at,
        staff_said_at=max(echo.at, chat.staff_said_at or 0),
        waiting_since=None,
        escalated_at=None,
        closed=None,
        question=None,
        preview=shortened(words),
    )
    if not new:
        return Act(after, lines=(line,))
    mark = marker(after, "answered_elsewhere", None, echo.at)
    return Act(after, lines=(mark, line), news=(news(after, "conversation.taken_over", None, now),))


class Echoes:
    """Handles the account items of the field ``smb_message_echoes``. ``stores`` maps phone number ids to stores."""

    def __init__(self, db: Database, stores: Mapping[str, Store]) -> None:
        self._db = db
        self._stores = stores

    async def handle(self, items: Sequence[InboxItem], now: int) -> list[Parked]:
        """Note each message in its conversation, in order of time; return what can't be read. A repetition changes nothing."""
        told: list[Echo] = []
        parked = []
        for item in items:
            try:
                told += [one for one in parse_echoes(item.body) if one.phone_number_id in self._stores]
            except Unreadable as error:
                parked.append(park(item, str(error), now))
        for one in sorted(told, key=lambda echo: echo.at):
            await self._note(one, now)
        return parked

    async def _note(self, echo: Echo, now: int) -> None:
        store = self._stores[echo.phone_number_id]
        customer = (await identify(self._db, {"who": Appearance(store.id, echo.user, at=echo.at)}, self._complete)).get("who")
        if customer is None or not customer.owns(echo.at):
            return  # older than an erasure
        chat_id = conversation_id(echo.phone_number_id, customer.id)
        blank = Conversation(chat_id, store.id, customer.id, echo.phone_number_id)
        for _ in range(MOST_TRIES):
            loaded = (await self._db.conversations.load([chat_id])).get(chat_id)
            await self._db.conversations.complete([loaded] if loaded is not None else [])
            # Asked after the conversation was read, as for every message: what stands there has been applied.
            if await self._db.transcript.known([f"wa:{echo.wamid}"]):
                return
            act = answered_elsewhere(loaded.value if loaded is not None else blank, echo, now)
            written = await self._db.conversations.commit([change_of(act, self._db)])
            await self._db.conversations.finish(written)
            if written:
                return
        raise Overtaken(f"the conversation {chat_id} changed all the time")

    async def _complete(self, absorbed: Customer) -> None:
        await complete_chats(self._db, [number for number, store in self._stores.items() if store.id == absorbed.store_id], absorbed)
