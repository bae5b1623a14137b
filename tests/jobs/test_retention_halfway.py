"""The job is ended half-way, as a power cut would, at each of its steps: the next run leaves what one whole run leaves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from typing_extensions import override

from bot.db.shelf import Shelf
from bot.domain.customer import Customer
from bot.domain.order import Invoice
from bot.jobs.retention import Kept, Retention
from tests.flow.privacy.people import walk
from tests.jobs.test_retention_laws import fresh
from tests.jobs.test_retention_spares import CHAT, LINE, LONG_AGO, NOW, ORDER, _everything

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db import Database
    from bot.db.codec import Document

pytestmark = pytest.mark.usefixtures("_adapted_mongomock")
OMAR = Customer("cu:noor:wa:966507654321", "noor", "Omar", wa_id="966507654321", order_ids=("noor:3", "noor:2"))


class PowerCut(Exception):
    """The process is gone."""


class Cut(Shelf):
    """Takes so many things away, and then the power is cut: before the next one is taken, or just after."""

    def __init__(self, motor: AsyncIOMotorDatabase[Document], most: int, *, late: bool) -> None:
        super().__init__(motor)
        self._left = most
        self._late = late

    @override
    async def remove(self, name: str, docs: Sequence[Document], unless_changed: str) -> set[Any]:
        self._left -= 1
        if self._left < 0 and not self._late:
            raise PowerCut
        gone = await super().remove(name, docs, unless_changed)
        if self._left < 0:
            raise PowerCut
        return gone


async def filled() -> tuple[AsyncIOMotorDatabase[Document], Database]:
    """Sara, of whom nothing stays, and Omar, who has a new order beside the old one with its invoice."""
    motor, db = fresh()
    await _everything(db)
    await db.transcript.add([LINE])
    invoice = Invoice("INV-2", LONG_AGO, document_id="noor/2.pdf")
    old = replace(ORDER, id="noor:2", number="2", customer_id=OMAR.id, invoices=(invoice,))
    await db.orders.put_many([old, replace(old, id="noor:3", number="3", placed_at=NOW - 1, invoices=())])
    await db.customers.put_many([OMAR])
    await db.conversations.put_many([replace(CHAT, id=f"c:n1:{OMAR.id}", customer_id=OMAR.id)])
    return motor, db


async def run(db: Database) -> None:
    await Retention(db, Kept(), ["n1"], rest=0).run(NOW)


async def left(motor: AsyncIOMotorDatabase[Document]) -> dict[str, list[Document]]:
    """Return everything that is there, but for marks of revisions, which are drawn, and for a list's ids that lead nowhere."""
    found = await walk(motor)
    orders = {doc["_id"] for doc in found["orders"]}
    for doc in found["customers"]:
        doc |= {"revision": None, "order_ids": [one for one in doc["order_ids"] if one in orders]}
    return found


@pytest.mark.parametrize("late", [False, True])
async def test_after_a_run_that_was_cut_the_next_one_leaves_what_a_whole_one_leaves(late: bool) -> None:  # noqa: FBT001 (a case)
    motor, db = await filled()
    await run(db)
    whole, cuts = await left(motor), 0
    while True:
        motor, db = await filled()
        kept, db.shelf = db.shelf, Cut(motor, cuts, late=late)
        try:
            await run(db)
            break
        except PowerCut:
            cuts += 1
        db.shelf = kept
        await run(db)
        assert (cuts, await left(motor)) == (cuts, whole)
    assert cuts > 5
