"""The names of orders, on every kind of server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.db import Database


async def test_a_name_leads_to_who_claimed_it_first(database: Database) -> None:
    assert await database.names.claim({"noor:order:1": "noor:7"}) == {"noor:order:1": "noor:7"}
    assert await database.names.claim({"noor:order:1": "noor:8", "noor:order:2": "noor:8"}) == {"noor:order:1": "noor:7", "noor:order:2": "noor:8"}
    assert await database.names.resolve(["noor:order:1", "noor:order:3"]) == {"noor:order:1": "noor:7"}


async def test_of_twenty_that_claim_one_name_all_get_the_same_answer(database: Database) -> None:
    answers = await asyncio.gather(*(database.names.claim({"noor:order:1": f"noor:{n}"}) for n in range(20)))
    assert len({answer["noor:order:1"] for answer in answers}) == 1


async def test_nothing_is_claimed_or_found_without_names(database: Database) -> None:
    assert await database.names.claim({}) == {}
    assert await database.names.resolve([]) == {}
