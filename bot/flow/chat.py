"""Customers' messages, many chats at a time: load in a constant number of calls, decide purely, commit, hand over to the sender."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from typing import TYPE_CHECKING

from bot.db.versioned import Change, Loaded
from bot.domain.conversation import Conversation, conversation_id
from bot.domain.inbox import InboxItem, Parked, park
from bot.domain.message import IdentityChange, InboundMessage, WireIdentity
from bot.errors import Unreadable
from bot.flow.batch import Outcome, Queued, nobody_waits
from bot.flow.consent_news import consent_changes, consent_news
from bot.flow.converse import Decision, Heard, Mind, Scene, Wait, converse
from bot.flow.conversing.opened import request_news
from bot.flow.handoff.arrivals import with_desk
from bot.flow.handoff.survey import rating_news, ratings_of
from bot.flow.identify import Appearance, complete_chats, identify, rename
from bot.flow.inbound_media import wanted_media
from bot.flow.outgoing_news import flagged
from bot.flow.own_number import begun_before, own_identity
from bot.flow.strangers import strangers
from bot.whatsapp.parse import parse_message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.db import Database
    from bot.domain.customer import Customer
    from bot.domain.order import Order
    from bot.domain.store import Store

log = logging.getLogger(__name__)
Read = tuple[InboxItem, InboundMessage]


class Chats:
    """Handles the inbox items of kind ``message``. ``stores`` maps phone number ids to the store that owns them."""

    def __init__(self, db: Database, stores: Mapping[str, Store], mind: Mind, reply_pause: int) -> None:
        self._db = db
        self._stores = stores
        self._mind = mind
        self._reply_pause = reply_pause

    async def handle(self, items: Sequence[InboxItem], now: int, queued: Queued = nobody_waits) -> Outcome:
        """Answer everything that waits in the lanes of these items; ``queued`` gets the answers once they are stored."""
        read, foreign, parked = self._read(items, now)
        await self._keep_aside(foreign)
        await self._rename(read)
        customers = await identify(self._db, {item.lane: self._appearance(message) for item, message in read}, self._complete)
        read = await self._without_erased(read, customers)
        chats: dict[str, list[Read]] = defaultdict(list)
        for item, message in read:
            chats[conversation_id(message.phone_number_id, customers[item.lane].id)].append((item, message))
        loaded, orders, done = await self._look(list(chats), customers.values(), [item.id for item, _ in read])
        done |= await self._db.conversations.complete(loaded.values())
        await self._db.inbox.remove([item.id for item, _ in read if item.id in done])
        requests = await self._db.service_requests.get_many([one for chat in loaded.values() for one in chat.value.requests])
        others = await strangers(self._db, [chat.value for chat in loaded.values()])
        begun = await begun_before(self._db, read, customers)
        scenes = {}
        for chat, messages in chats.items():
            fresh = [(item, message) for item, message in messages if item.id not in done]
            if fresh:
                customer = customers[fresh[0][0].lane]
                conversation = loaded[chat].value if chat in loaded else begun.get(chat) or self._new(chat, fresh[0][1], customer)
                mine = {order: orders[order] for order in customer.order_ids if order in orders}
                known = mine | {order.id: order for order in others.shown(conversation)}
                scenes[chat] = Scene(
                    conversation=conversation,
                    store=self._stores[fresh[0][1].phone_number_id],
                    customer=customer,
                    orders=tuple(sorted(known.values(), key=lambda order: -order.placed_at)),
                    heard=await self._heard(fresh),
                    now=now,
                    strange=tuple(order for order in others.claimed(conversation) if order.id not in known),
                    requests=tuple(requests[one] for one in conversation.requests if one in requests),
                )
        return await self._decide(scenes, chats, parked, queued)

    async def _without_erased(self, read: Sequence[Read], customers: Mapping[str, Customer]) -> list[Read]:
        """Let go of messages that are older than an erasure of who wrote them."""
        left = [(item, message) for item, message in read if item.lane in customers and customers[item.lane].owns(message.sent_at)]
        kept = {item.id for item, _ in left}
        await self._db.inbox.remove([item.id for item, _ in read if item.id not in kept])
        return left

    async def _complete(self, absorbed: Customer) -> None:
        await complete_chats(self._db, [number for number, store in self._stores.items() if store.id == absorbed.store_id], absorbed)

    async def _look(
        self, chats: Sequence[str], customers: Iterable[Customer], items: Sequence[str]
    ) -> tuple[dict[str, Loaded[Conversation]], dict[str, Order], set[str]]:
        """Read what decisions need. The order is part of the protocol: inbox (in hand), then document, then what was handled.

        The other way round, an item handled in between looks fresh beside a document that has it applied.
        """
        order_ids = {order for customer in customers for order in customer.order_ids}
        loaded, orders = await asyncio.gather(self._db.conversations.load(chats), self._db.orders.get_many(list(order_ids)))
        return loaded, orders, await self._db.transcript.known(items)

    async def _decide(self, scenes: Mapping[str, Scene], chats: Mapping[str, Sequence[Read]], parked: Sequence[Parked], queued: Queued) -> Outcome:
        decisions = {chat: converse(scene, self._mind, self._reply_pause) for chat, scene in scenes.items()}
        waits = {item.lane: decision.until for chat, decision in decisions.items() if isinstance(decision, Wait) for item, _ in chats[chat]}
        decisions = {chat: with_desk(scenes[chat], made) if isinstance(made, Decision) else made for chat, made in decisions.items()}
        changes = {chat: self._change(scenes[chat], decision) for chat, decision in decisions.items() if isinstance(decision, Decision)}
        written = await self._db.conversations.commit(list(changes.values()))
        kept = {change.value.id for change in written}
        outbox = [item for chat, made in decisions.items() if chat in kept and isinstance(made, Decision) for item in made.outbox]
        await self._db.conversations.finish(written, lambda: queued(outbox))
        return Outcome(
            retry=[item for chat in changes if chat not in kept for item, _ in chats[chat]],
            waits=waits,
            parked=parked,
            outbox=outbox,
            answered=[scenes[chat].heard[-1].message for chat in kept],
            pausing=[scenes[chat].heard[-1].message for chat, decision in decisions.items() if isinstance(decision, Wait)],
        )

    def _change(self, scene: Scene, decision: Decision) -> Change[Conversation]:
        ratings = ratings_of(scene, decision)
        words = consent_changes(scene.conversation, decision.conversation)
        news = [*filter(None, [flagged(scene.conversation, decision.conversation)]), *consent_news(words)]
        news += [*request_news(decision.requests), *rating_news(ratings)]
        return Change(
            decision.conversation,
            tuple(heard.inbox_id for heard in scene.heard),
            {
                "outbox": [self._db.outbox.to_doc(item) for item in decision.outbox],
                "transcript": [self._db.transcript.to_doc(line) for line in decision.lines],
                "consents": [self._db.consents.to_doc(word) for word in words],
                "service_requests": [self._db.service_requests.to_doc(request) for request in decision.requests],
                "misunderstood": [self._db.misunderstood.to_doc(message) for message in decision.unclear],
                "ratings": [self._db.ratings.to_doc(rating) for rating in ratings],
                "outgoing": [self._db.outgoing.to_doc(event) for event in news],
                "downloads": [self._db.downloads.to_doc(file) for heard in scene.heard if (file := wanted_media(heard.message, scene.now))],
            },
        )

    def _read(self, items: Sequence[InboxItem], now: int) -> tuple[list[Read], list[InboxItem], list[Parked]]:
        read: list[Read] = []
        foreign, parked = [], []
        for item in sorted(items, key=lambda item: (item.at, item.received_at)):
            try:
                message = parse_message(item.body)
            except Unreadable as error:
                parked.append(park(item, str(error), now))
                continue
            if message.phone_number_id in self._stores:
                read.append((item, message))
            else:
                foreign.append(item)
        return read, foreign, parked

    async def _keep_aside(self, foreign: Sequence[InboxItem]) -> None:
        """Keep messages to numbers that no store has: one app's webhook gets those of every number of its business accounts."""
        if foreign:
            log.warning("no store has the phone number ids %s; messages to them are kept aside", sorted({item.source for item in foreign}))
            await self._db.events.add([self._db.events.to_doc(item, "no store has this phone number id") for item in foreign])
            await self._db.inbox.remove([item.id for item in foreign])

    async def _rename(self, read: Sequence[Read]) -> None:
        for _, message in read:
            if isinstance(change := message.content, IdentityChange):
                before = message.sender if change.previous_bsuid is None else WireIdentity(change.previous_bsuid, message.sender.wa_id)
                after = WireIdentity(change.bsuid, change.wa_id)
                await rename(self._db, self._stores[message.phone_number_id].id, before, after, self._complete)

    def _appearance(self, message: InboundMessage) -> Appearance:
        return Appearance(self._stores[message.phone_number_id].id, own_identity(message), message.profile_name, at=message.sent_at)

    async def _heard(self, fresh: Sequence[Read]) -> tuple[Heard, ...]:
        quoted = [message.reply_to for _, message in fresh if message.reply_to]
        orders = {wamid: await self._db.transcript.order_of(wamid) for wamid in dict.fromkeys(quoted)}
        return tuple(Heard(item.id, item.received_at, message, orders.get(message.reply_to or "")) for item, message in fresh)

    def _new(self, chat: str, message: InboundMessage, customer: Customer) -> Conversation:
        return Conversation(chat, customer.store_id, customer.id, message.phone_number_id)
