"""An erasure that ends half way, wherever it may be, is completed by the next one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from mongomock_motor import AsyncMongoMockClient
from pymongo.errors import AutoReconnect

from bot.db import Database
from bot.flow.privacy.erase import SETTLES, Eraser, settle
from bot.flow.privacy.trace import who
from tests.flow.conftest import NOW
from tests.flow.privacy.people import NUMBERS, OMAR, SARA, about, stand, walk

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db.codec import Document

WRITES = {"insert_one", "insert_many", "delete_one", "delete_many", "update_one", "update_many", "replace_one", "bulk_write"}
AT = NOW + 1_000


@dataclass
class Plug:
    """Pulled after so many writes: from there on nothing is written any more."""

    left: int
    done: int = 0

    async def __call__(self, writing: object, *given: object, **named: object) -> object:
        if self.done >= self.left:
            raise AutoReconnect("pulled")
        self.done += 1
        return await writing(*given, **named)  # type: ignore[operator]


@dataclass
class Pulled:
    """A collection or database behind a plug."""

    inner: object
    plug: Plug
    known: dict[str, Pulled] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Pulled:
        return self.known.setdefault(name, Pulled(self.inner[name], self.plug))  # type: ignore[index]

    def __getattr__(self, name: str) -> object:
        found = getattr(self.inner, name)
        if name not in WRITES:
            return found

        async def write(*given: object, **named: object) -> object:
            return await self.plug(found, *given, **named)

        return write


async def opened() -> tuple[AsyncIOMotorDatabase[Document], Database]:
    motor: AsyncIOMotorDatabase[Document] = AsyncMongoMockClient()["crashes"]
    db = Database(motor)
    await stand(db, SARA, OMAR, times=1)
    return motor, db


async def crashed(motor: AsyncIOMotorDatabase[Document], after: int) -> int:
    """Erase until the plug is pulled; return how many writes there were."""
    plug = Plug(after)
    db = Database(Pulled(motor, plug))  # type: ignore[arg-type]
    try:
        await Eraser(db, "noor", NUMBERS).erase(SARA.id, AT)
    except AutoReconnect:
        return plug.done
    return plug.done


@pytest.mark.usefixtures("_adapted_mongomock")
async def test_after_a_crash_at_any_write_the_next_try_completes_it() -> None:
    writes = await crashed((await opened())[0], 10_000)
    assert writes > 40
    for after in range(writes):
        motor, db = await opened()
        before = about(await walk(motor), OMAR)
        assert await crashed(motor, after) == after
        # As somebody would who tries again: by his phone number, as long as that leads anywhere.
        for found in await who(db, "noor", SARA.digits):
            await Eraser(db, "noor", NUMBERS).erase(found, AT + 1)
        # Where nothing leads to him any more but the last note is missing, it is taken up by itself.
        for times in (1, 2):
            await settle(db, AT + 1 + times * SETTLES)
        kept = await walk(motor)
        assert (after, about(kept, SARA)) == (after, {})
        assert (after, about(kept, OMAR)) == (after, before)


@pytest.mark.usefixtures("_adapted_mongomock")
@pytest.mark.parametrize("after", [3, 5, 20, 40])
async def test_what_nobody_tries_again_is_taken_up_by_itself(after: int) -> None:
    motor, db = await opened()
    await crashed(motor, after)
    assert await settle(db, AT + SETTLES) == 1
    await settle(db, AT + 2 * SETTLES)
    assert about(await walk(motor), SARA) == {}


@pytest.mark.usefixtures("_adapted_mongomock")
async def test_erasing_twice_changes_nothing_and_loses_no_count() -> None:
    motor, db = await opened()
    first = await Eraser(db, "noor", NUMBERS).erase(SARA.id, AT)
    kept = await walk(motor)
    again = await Eraser(db, "noor", NUMBERS).erase(SARA.id, AT)
    assert (again.removed, first.removed["transcript"], first.removed["documents"]) == (first.removed, 3, 3)
    assert await walk(motor) == kept
