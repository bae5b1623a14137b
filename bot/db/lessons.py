"""What was proposed to be taught, and what was decided: few, changed by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.db.codec import Codec, Collection, insert_new
from bot.domain.lesson import Lesson

if TYPE_CHECKING:
    from bot.domain.lesson import Effect, LessonState


class Lessons:
    """One document per lesson; of two who decide at once the first one wins."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(Lesson)

    async def add(self, lesson: Lesson) -> bool:
        """Keep a new lesson; ``False`` where there is one on the same words."""
        return not await insert_new(self._collection, [self._codec.to_doc(lesson)])

    async def get(self, lesson_id: str) -> Lesson | None:
        """Return a lesson."""
        doc = await self._collection.find_one({"_id": lesson_id})
        return None if doc is None else self._codec.from_doc(doc)

    async def all(self) -> list[Lesson]:
        """Return every lesson, the newest first."""
        found = [self._codec.from_doc(doc) for doc in await self._collection.find({}).to_list(None)]
        return sorted(found, key=lambda one: (-(one.decided_at or one.at), one.id))

    async def of_state(self, state: LessonState) -> list[Lesson]:
        """Return the lessons of a state, the oldest first."""
        found = [self._codec.from_doc(doc) for doc in await self._collection.find({"state": state}).to_list(None)]
        return sorted(found, key=lambda one: (one.at, one.id))

    async def move(self, lesson: Lesson, before: LessonState) -> bool:
        """Write a decision down; ``False`` where the lesson is not any more as it was read. What it was based on has done its work."""
        change = {"state": lesson.state, "decided_by": lesson.decided_by, "decided_at": lesson.decided_at, "effect": None}
        result = await self._collection.update_one({"_id": lesson.id, "state": before}, {"$set": change})
        return int(result.matched_count) == 1

    async def remove(self, lesson: Lesson) -> bool:
        """Forget a lesson that is still as it was read; tell whether it was."""
        return int((await self._collection.delete_one({"_id": lesson.id, "state": lesson.state})).deleted_count) == 1

    async def forget_before(self, before: int) -> int:
        """Delete what was decided against and is older than an instant; return how many there were."""
        gone = {"state": {"$in": ["refused", "dismissed", "undone"]}, "at": {"$lt": before}}
        return int((await self._collection.delete_many(gone)).deleted_count)

    async def claim(self, lesson: Lesson, now: int, to_do: int) -> bool:
        """Begin to measure an effect, unless another process has begun since it was read."""
        wanted = {"_id": lesson.id, "state": "proposed", "checking_at": lesson.checking_at}
        result = await self._collection.update_one(wanted, {"$set": {"checking_at": now, "done": 0, "to_do": to_do}})
        return int(result.matched_count) == 1

    async def progress(self, lesson_id: str, done: int) -> None:
        """Note how many messages have been read."""
        await self._collection.update_one({"_id": lesson_id}, {"$set": {"done": done}})

    async def measured(self, lesson: Lesson, effect: Effect, read: int) -> None:
        """Keep what a proposal would change, after so many messages have been read."""
        doc = self._codec.to_doc(replace(lesson, effect=effect))["effect"]
        await self._collection.update_one({"_id": lesson.id, "state": "proposed"}, {"$set": {"effect": doc, "done": read}})
