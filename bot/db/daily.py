"""The days of stores in figures, and what people had not finished at the end of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pymongo import ReplaceOne

from bot.db.codec import Codec, Collection, Document, find_ids, insert_new
from bot.domain.daily import Case, Day

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class OpenCases:
    """The cases that were open when a day ended; ``id`` and ``folded_at`` are the day's. Apart from it, for no page reads them."""

    id: str
    ends_at: int
    folded_at: int
    cases: tuple[Case, ...] = ()


class DailyFigures:
    """One document per store and day, by a known id: ninety days of three stores are one look-up of 270 ids."""

    def __init__(self, days: Collection, cases: Collection) -> None:
        self._days = days
        self._cases = cases
        self._day = Codec(Day)
        self._open = Codec(OpenCases)

    async def get_many(self, ids: Sequence[str]) -> dict[str, Day]:
        """Return the days that have been counted, by id."""
        return {key: self._day.from_doc(doc) for key, doc in (await find_ids(self._days, list(ids))).items()}

    async def cases(self, day_id: str) -> tuple[Case, ...]:
        """Return what was open when a day ended; nothing for a day that wasn't counted."""
        found = await find_ids(self._cases, [day_id])
        return self._open.from_doc(found[day_id]).cases if day_id in found else ()

    async def put(self, day: Day, cases: Sequence[Case]) -> None:
        """Store a day as it was counted; one that was counted later stays, so that a paused counter can't bring older figures back.

        The cases go first: where only they were written the day is counted again, and the next one begins with the right ones.
        """
        left = OpenCases(day.id, day.ends_at, day.folded_at, tuple(cases))
        for collection, doc in ((self._cases, self._open.to_doc(left)), (self._days, self._to_doc(day))):
            if await insert_new(collection, [doc]):
                await collection.bulk_write([ReplaceOne({"_id": day.id, "folded_at": {"$lte": day.folded_at}}, doc)])

    async def add_new(self, days: Sequence[Day]) -> None:
        """Store days that are not there yet (sample data)."""
        await insert_new(self._days, [self._to_doc(day) for day in days])

    async def forget_texts_before(self, before: int) -> None:
        """Take what customers wrote out of days that ended before an instant, and forget what was open then: the figures stay."""
        await self._days.update_many({"texts_of": {"$gt": 0, "$lt": before}}, {"$set": {"unclear": [], "texts_of": 0}})
        await self._cases.delete_many({"ends_at": {"$gt": 0, "$lt": before}})

    def _to_doc(self, day: Day) -> Document:
        return self._day.to_doc(day) | {"texts_of": day.ends_at if day.unclear else 0}
