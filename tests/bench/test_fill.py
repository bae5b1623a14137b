from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from bot.bench.crowd import crowd
from bot.bench.growth.__main__ import put
from bot.bench.growth.fill import fill, spread
from bot.bench.growth.people import people
from bot.db import open_database
from bot.db.embedded import start_embedded
from bot.domain.names import names_of

if TYPE_CHECKING:
    from pathlib import Path

    from bot.db import Database

NOW = 1_790_000_000_000


@pytest.mark.parametrize("wanted", [1, 2, 7, 10])
def test_so_many_are_taken_as_are_wanted_each_once(wanted: int) -> None:
    assert len(set(spread(crowd(10), wanted))) == wanted


def test_they_come_from_all_over() -> None:
    assert [asker.order_number for asker in spread(crowd(10), 5)] == ["500000", "500002", "500004", "500006", "500008"]


def test_where_there_are_too_few_all_of_them_ask() -> None:
    assert spread(crowd(3), 10) == crowd(3)


async def test_a_shop_of_any_size_is_written_and_counted(database: Database) -> None:
    counted: list[int] = []
    await fill(database, 510, NOW, 10, counted.append)
    assert sum(counted) == 510
    there = await database.customers.get_many([f"cu:default:grown{index}" for index in range(520)])
    assert set(there) == {f"cu:default:grown{index}" for index in range(510)}


async def test_who_may_ask_has_written_and_is_found_by_everything(database: Database) -> None:
    askers = await fill(database, 40, NOW, 5, lambda _more: None)
    assert len(askers) == 5
    found = await database.identities.resolve([key for asker in askers for key in (f"default:bsuid:{asker.bsuid}", f"default:wa:{asker.wa_id}")])
    assert sorted(found.values()) == sorted(2 * [asker.id for asker in askers])


async def test_orders_are_found_by_number_and_parcel(database: Database) -> None:
    await fill(database, 30, NOW, 5, lambda _more: None)
    orders = [order for person in people(0, NOW)[:30] for order in person.orders]
    names = [name for order in orders for name in names_of(order)]
    assert set((await database.names.resolve(names)).values()) == {order.id for order in orders}


async def test_conversations_have_their_lines(database: Database) -> None:
    await fill(database, 30, NOW, 5, lambda _more: None)
    person = next(person for person in people(0, NOW)[:30] if person.chat is not None)
    assert person.chat is not None
    assert await database.transcript.of_conversation(person.chat.id) == list(person.lines)
    assert (await database.conversations.get_many([person.chat.id]))[person.chat.id].said == person.chat.said


@pytest.mark.embedded
async def test_a_mongodb_of_ones_own_is_filled_too(tmp_path: Path) -> None:
    embedded, shown = await start_embedded(tmp_path), StringIO()
    await put(embedded.uri, 8, Console(file=shown))
    database = await open_database(embedded.uri)
    assert len(await database.customers.get_many([f"cu:default:grown{index}" for index in range(9)])) == 8
    await database.close()
    await embedded.stop()
    assert "8 customers" in shown.getvalue()
