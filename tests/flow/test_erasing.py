"""Erasing somebody: nothing of him is left anywhere, and nothing of anybody else is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.flow.privacy.erase import SETTLES, Eraser, settle
from tests.flow.conftest import NOW
from tests.flow.privacy.people import NUMBERS, OMAR, SARA, about, stand, walk

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db import Database
    from bot.db.codec import Document
    from bot.domain.privacy import Erasure

AT = NOW + 1_000
# Until it is settled the record of the erasure knows whom to look for.
OPEN = "erasures"


def others(kept: dict[str, list[Document]]) -> list[Document]:
    """Return the documents that are about somebody else, as they are."""
    docs = [doc for name, docs in kept.items() for doc in docs if name != "daily"]
    return [doc for doc in docs if any(text in repr(doc) for text in OMAR.personal)]


async def erase(db: Database) -> Erasure:
    return await Eraser(db, "noor", NUMBERS).erase(SARA.id, AT, "s:1")


async def test_people_leave_something_in_every_collection(database: Database, motor_database: AsyncIOMotorDatabase[Document]) -> None:
    await stand(database, SARA)
    filled = {name for name, docs in (await walk(motor_database)).items() if docs}
    assert {"erased", "erasures", "erased_key"} & filled == set()
    # Nothing about customers is ever written to these.
    nobody = {"api_keys", "canned_replies", "cursors", "entry_tokens", "leases", "numbers", "staff", "staff_sessions", "store_choices", "teams"}
    nobody |= {"templates", "tokens", "tries"}
    known = {name for name in vars(database) if not name.startswith("_")}
    assert known - filled - nobody - {"erased", "erasures", "personal", "shelf"} == set()


async def test_after_erasing_nothing_of_him_is_left_and_others_are_untouched(
    database: Database, motor_database: AsyncIOMotorDatabase[Document]
) -> None:
    await stand(database, OMAR, SARA)
    before = await walk(motor_database)
    assert len(about(before, SARA)) >= 25
    await erase(database)
    assert about(await walk(motor_database), SARA).keys() == {OPEN}
    assert await settle(database, AT + SETTLES) == 0
    after = await walk(motor_database)
    assert about(after, SARA) == {}
    assert about(after, OMAR) == about(before, OMAR)
    assert others(after) == others(before)
