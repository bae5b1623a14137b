"""The truth about commits, written down beside the database: which were written, what they applied, what they made."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic

from typing_extensions import override

from bot.db.conversations import Conversations as StoredConversations
from bot.db.orders import Orders
from bot.db.versioned import Change, V, Versioned
from bot.domain.conversation import Conversation
from bot.domain.order import Order

if TYPE_CHECKING:
    from bot.db.codec import Document


@dataclass
class Book:
    """``drafts`` are the commits that were tried, ``written`` those that came to stand in the database, both by their token."""

    drafts: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    applied: Counter[str] = field(default_factory=Counter)
    made: dict[str, str] = field(default_factory=dict)

    def draft(self, token: str, doc: Document, consumed: tuple[str, ...]) -> None:
        """Remember a commit that somebody is going to write."""
        items = doc["pending"].get("outbox", [])
        self.drafts[token] = (consumed, tuple(item["_id"] for item in items))
        self.made |= {item["_id"]: item["kind"] for item in items}

    def read(self, tokens: set[str]) -> None:
        """Take note of the commits that stand in the database now."""
        for token in (tokens & self.drafts.keys()) - self.written:
            self.written.add(token)
            self.applied.update(self.drafts[token][0])

    @property
    def said(self) -> dict[str, str]:
        """The outbox items of the commits that were written, with their kind."""
        return {item: self.made[item] for token in self.written for item in self.drafts[token][1]}


class Noted(Versioned[V], Generic[V]):
    """Documents whose commits are written into the book."""

    book: Book

    @override
    def _to_doc(self, change: Change[V]) -> Document:
        doc = super()._to_doc(change)
        self.book.draft(doc["commit"], doc, change.consumed)
        return doc


class Conversations(Noted[Conversation], StoredConversations):
    """The chats."""


class NotedOrders(Noted[Order], Orders):
    """The orders."""
