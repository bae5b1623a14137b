"""What shops have decided about themselves in the console: one document per store, written only over the version that was read."""

from __future__ import annotations

from dataclasses import replace

from bot.db.codec import Codec, Collection, Document, insert_new
from bot.domain.notice import KINDS
from bot.domain.store_choices import StoreChoices


class StoreChoiceBook:
    """``StoreChoices`` by store id; there are few, so they are read whole."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(StoreChoices)

    async def all(self) -> dict[str, StoreChoices]:
        """Return the choices of every store that has made any."""
        return {doc["_id"]: self._codec.from_doc(_known(doc)) for doc in await self._collection.find({}).to_list(None)}

    async def save(self, choices: StoreChoices) -> StoreChoices | None:
        """Write choices whose ``version`` is the one that they were made over; ``None`` where somebody else has saved since."""
        made = replace(choices, version=choices.version + 1)
        doc = self._codec.to_doc(made)
        if choices.version == 0:
            return None if await insert_new(self._collection, [doc]) else made
        result = await self._collection.replace_one({"_id": choices.id, "version": choices.version}, doc)
        return made if result.matched_count == 1 else None


def _known(doc: Document) -> Document:
    """Leave out notices that this release doesn't know: another one may have written them."""
    return {**doc, **{name: {one: value for one, value in doc.get(name, {}).items() if one in KINDS} for name in ("wanted", "wording")}}
