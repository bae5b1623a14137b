"""What customers have agreed to and withdrawn, word by word: the proof that a shop may be asked for. Nothing is ever changed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.db.codec import Codec, Collection, Document
from bot.domain.consent import ConsentChange

if TYPE_CHECKING:
    from collections.abc import Sequence


class ConsentLedger:
    """One document per word."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(ConsentChange)

    def to_doc(self, change: ConsentChange) -> Document:
        """Return the document of a word, for the pending list of a commit."""
        return self._codec.to_doc(change)

    async def of_customer(self, customer_id: str) -> Sequence[ConsentChange]:
        """Return everything that a customer has said, the oldest first."""
        docs = await self._collection.find({"customer_id": customer_id}).to_list(None)
        return sorted((self._codec.from_doc(doc) for doc in docs), key=lambda change: (change.at, change.id))
