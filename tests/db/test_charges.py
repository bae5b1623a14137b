"""The cost book, on every kind of server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.cost import Charge

if TYPE_CHECKING:
    from bot.db import Database

NOW = 1_760_000_000_000
ONE = Charge("o:1", "noor", "110", NOW, "2025-10", "utility", "regular", billable=True, country="SA", order_id="noor:1", micros=10_700)


async def test_a_message_is_paid_for_once_however_often_meta_says_so(database: Database) -> None:
    assert await database.charges.add([ONE]) == [ONE]
    dearer = replace(ONE, micros=99_999)
    other = replace(ONE, id="o:2", micros=None)
    assert await database.charges.add([dearer, other]) == [other]
    assert sorted(await database.charges.of_order("noor:1"), key=lambda charge: charge.id) == [ONE, other]


async def test_each_store_has_a_book_for_each_month(database: Database) -> None:
    rest = [replace(ONE, id="o:2", month="2025-11"), replace(ONE, id="o:3", store_id="dar"), replace(ONE, id="o:4", order_id=None, country=None)]
    await database.charges.add([ONE, *rest])
    assert {charge.id for charge in await database.charges.of_month("noor", "2025-10")} == {"o:1", "o:4"}
    assert await database.charges.of_month("noor", "2025-12") == []


async def test_an_order_without_messages_has_cost_nothing(database: Database) -> None:
    assert await database.charges.add([]) == []
    assert await database.charges.of_order("noor:1") == []
