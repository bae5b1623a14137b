"""What an actor works with: its own database behind its own gate, by rules that a test may break."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, cast

from bot.db.database import Database
from bot.db.outbox import Outbox
from bot.db.transcript import Transcript
from bot.db.versioned import COPY_ORDER
from bot.domain.answer import Answer, Say
from bot.flow.chat import Chats
from bot.flow.converse import Mind
from bot.flow.message_status import Statuses
from bot.flow.send import Sender
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.slots import Slots
from bot.language.understand import Guess, Understanding
from tests.protocol.book import Book, Conversations, NotedOrders
from tests.protocol.gates import Gate, Line, gated

if TYPE_CHECKING:
    from collections.abc import Callable

    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db.codec import Document
    from bot.language.understand import Matcher
    from tests.protocol.far_end import Meta


class Anything:
    """Understands every text the same way: what is said is of no importance here."""

    def understand(self, _text: str, *, preferred: str | None) -> Understanding:
        """Return the one meaning that there is."""
        return Understanding(preferred or "en", confident_language=True, ranked=(Guess("anything", 1.0),), slots=Slots(), reason="always")


@cache
def mind() -> Mind:
    """Return a mind that answers whatever it is asked."""
    return Mind(cast("Matcher", Anything()), Catalogues.load(data_folder("locales")), {"anything": lambda _: Answer((Say("deny.all_right"),))})


@dataclass(frozen=True, slots=True)
class Rules:
    """The parts of the protocol that a test may exchange for faulty ones; ``transcript`` is what the senders look at."""

    chats: type[Chats] = Chats
    conversations: type[Conversations] = Conversations
    transcript: type[Transcript] = Transcript
    outbox: type[Outbox] = Outbox
    sender: type[Sender] = Sender
    statuses: type[Statuses] = Statuses


@dataclass
class Surroundings:
    """What all actors share."""

    store: AsyncIOMotorDatabase[Document]
    meta: Meta
    book: Book
    rules: Rules
    clock: Callable[[], int]


class Desk:
    """What an actor works with. It is made once: a database of ours takes longer to build than a schedule takes to play."""

    def __init__(self, rules: Rules) -> None:
        self._line = Line()
        raw = gated(self._line)
        self.db = Database(raw)
        targets = {name: raw[name] for name in COPY_ORDER}
        conversations = rules.conversations(raw["conversations"], targets, self.db.inbox, raw["desk"], self.db.customers, self.db.said)
        self.db.conversations = self._conversations = conversations
        self.db.orders = self._orders = NotedOrders(raw["orders"], targets, self.db.inbox, self.db.waiting)
        self.db.outbox = rules.outbox(raw["outbox"])
        self.db.transcript = rules.transcript(raw["transcript"])

    def put_through(self, store: AsyncIOMotorDatabase[Document], book: Book, gate: Gate | None) -> Database:
        """Return the database for one life of an actor in one world."""
        self._line.store, self._line.gate = store, gate
        self._conversations.book = self._orders.book = book
        return self.db


@cache
def desk(actor: str, rules: Rules) -> Desk:
    """Return the desk of an actor by the rules that are in force."""
    return Desk(rules if actor.startswith("sender") else replace(rules, transcript=Transcript))


def open_database(around: Surroundings, actor: str, gate: Gate | None) -> Database:
    """Return the database as one actor sees it."""
    return desk(actor, around.rules).put_through(around.store, around.book, gate)
