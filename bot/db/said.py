"""What was said in the conversations of the desk: the words by which the shop's people find them again.

One document per conversation that has a line on the desk, none for what the bot sees to alone: so the words of millions of messages
are never looked through. Its words stand in one text, each between spaces, because that is what every kind of server finds fast
enough: of an indexed list the embedded one (NX-27017 0.8.1) finds nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pymongo import ReplaceOne

from bot.db.codec import find_ids, insert_new
from bot.domain.clock import DAY
from bot.language.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.db.codec import Collection, Document

# Of each conversation the newest distinct words, and of what is asked for the first ones.
MOST_WORDS: Final = 600
MOST_WANTED: Final = 8
_LONGEST: Final = 40
_MOST_LINES: Final = 200
_MOST_TRIES: Final = 5
_FIELDS: Final = ["at", "text", "content"]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said in a conversation at an instant, the newest text last."""

    conversation_id: str
    store_id: str
    at: int
    texts: tuple[str, ...]


def words_of(text: str) -> list[str]:
    """Return the distinct words of a text in the spelling in which they are kept and looked for."""
    return list(dict.fromkeys(word[:_LONGEST] for word in normalise(text).split()))


class SaidBook:
    """Words by conversation; written by ``bot.db.conversations`` alone."""

    def __init__(self, collection: Collection, transcript: Collection) -> None:
        self._collection = collection
        self._transcript = transcript

    async def keep(self, spoken: Sequence[Spoken]) -> None:
        """Add words; those of earlier lines too where a conversation is new here. May be repeated by anybody."""
        left = {one.conversation_id: one for one in spoken}
        for _ in range(_MOST_TRIES):
            if not left:
                return
            stand = await find_ids(self._collection, list(left))
            docs = {key: doc for key, one in left.items() if (doc := await self._with(one, stand.get(key))) is not None}
            there = await insert_new(self._collection, [doc for key, doc in docs.items() if key not in stand])
            again = {doc["_id"] for doc in there}
            writes = [ReplaceOne({"_id": key, "version": stand[key]["version"]}, doc) for key, doc in docs.items() if key in stand]
            # Whoever wrote meanwhile has added words of his own: ours are added to those.
            if writes and (await self._collection.bulk_write(writes, ordered=False)).matched_count < len(writes):
                again |= docs.keys() & stand.keys()
            left = {key: left[key] for key in again}

    async def find(self, words: Sequence[str], stores: Sequence[str], limit: int) -> list[str]:
        """Return conversations of these stores in which every one of the words stands, or one that it begins; the newest first."""
        if not words or not stores:
            return []
        wanted: Document = {"at": {"$gt": 0}, "words": {"$regex": _pattern(words)}, "store_id": {"$in": list(stores)}}
        found = self._collection.find(wanted, projection=["_id"]).sort("at", -1).limit(limit)
        return [str(doc["_id"]) for doc in await found.to_list(limit)]

    async def forget_before(self, before: int) -> int:
        """Forget conversations in which nothing was said since an instant; return how many there were."""
        return int((await self._collection.delete_many({"at": {"$lt": before}})).deleted_count)

    async def _with(self, one: Spoken, stands: Document | None) -> Document | None:
        """Return a conversation's document with more words, ``None`` where it has them all."""
        known = set(str(stands["words"]).split()) if stands is not None else set()
        new = {word for text in one.texts for word in words_of(text)}
        if stands is not None and new <= known and one.at - stands["at"] < DAY:
            return None
        every = known | new
        if stands is None or len(every) > MOST_WORDS:
            every = await self._newest(one)
        return {
            "_id": one.conversation_id,
            "store_id": one.store_id,
            "at": max(one.at, stands["at"] if stands is not None else 0),
            "words": f" {' '.join(sorted(every))} ",
            "version": (stands["version"] if stands is not None else 0) + 1,
        }

    async def _newest(self, one: Spoken) -> set[str]:
        """Return the newest words of a conversation."""
        docs = await self._transcript.find({"conversation_id": one.conversation_id}, projection=_FIELDS).to_list(None)
        texts = [*(text for _, text in texts_in(docs)[-_MOST_LINES:]), *one.texts]
        return set(list(dict.fromkeys(word for text in reversed(texts) for word in words_of(text)))[:MOST_WORDS])


def _pattern(words: Sequence[str]) -> str:
    """Return what finds all of the words in any order: they are sorted where they are kept, so that looking once is enough."""
    asked = sorted(set(words[:MOST_WANTED]))
    # Whatever a longer one begins is begun by a shorter one too.
    longest = [word for word in asked if not any(other != word and other.startswith(word) for other in asked)]
    return ".*".join(f" {re.escape(word)}" for word in longest)


def texts_in(lines: Iterable[Mapping[str, object]]) -> list[tuple[int, str]]:
    """Return instant and text of the lines that somebody said or wrote, in their order; markers are nobody's words."""
    said = [(line["at"], line["text"]) for line in lines if line.get("text") and line.get("content") != "marker"]
    return sorted((at, text) for at, text in said if isinstance(at, int) and isinstance(text, str))
