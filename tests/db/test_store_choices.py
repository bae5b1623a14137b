"""Of two who save the same store at once one is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from mongomock_motor import AsyncMongoMockClient

from bot.db.store_choices import StoreChoiceBook
from bot.domain.hours import Span
from bot.domain.store_choices import Holiday, StoreChoices, WeekHours

if TYPE_CHECKING:
    from bot.db.codec import Collection

FIRST = StoreChoices(
    "noor",
    hours=WeekHours(((Span(0, 60),), *((),) * 6), (Holiday("2026-12-02", "2026-12-03", "National Day"),)),
    away={"ar": "نعود غدًا"},
    wanted={"shipped": False},
    wording={"shipped": {"ar": "نص {order}"}},
)


@pytest.fixture
def collection() -> Collection:
    collection: Collection = AsyncMongoMockClient()["wasla"]["store_choices"]
    return collection


@pytest.fixture
def book(collection: Collection) -> StoreChoiceBook:
    return StoreChoiceBook(collection)


@pytest.mark.parametrize("choices", [FIRST, StoreChoices("noor", away={})])
async def test_what_was_saved_is_read_as_it_was(book: StoreChoiceBook, choices: StoreChoices) -> None:
    saved = await book.save(choices)
    assert saved == replace(choices, version=1)
    assert await book.all() == {"noor": saved}


async def test_the_second_of_two_first_saves_is_told(book: StoreChoiceBook) -> None:
    await book.save(FIRST)
    assert await book.save(StoreChoices("noor")) is None
    assert (await book.all())["noor"].away == FIRST.away


async def test_a_save_over_an_older_version_is_told_and_changes_nothing(book: StoreChoiceBook) -> None:
    read = await book.save(FIRST)
    assert read is not None
    newer = await book.save(replace(read, away=None))
    assert await book.save(replace(read, wanted={})) is None
    assert (await book.all())["noor"] == newer


async def test_notices_that_another_release_knew_are_left_out(book: StoreChoiceBook, collection: Collection) -> None:
    await collection.insert_one({"_id": "noor", "version": 1, "wanted": {"gone": True, "lost": False}, "wording": {"gone": {"en": "x"}}})
    assert await book.all() == {"noor": StoreChoices("noor", 1, wanted={"lost": False})}
