from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.bench.processes import DidNotStart, is_ready
from bot.bench.stand import settings, stand
from bot.bench.webhooks import Number
from bot.db import open_database
from bot.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

MADE = settings(Number(), "http://127.0.0.1:9/simulator/graph", 8099)


def test_the_bot_accepts_the_settings() -> None:
    loaded = load_settings({**MADE, "WASLA_MONGODB_URI": "mongodb://127.0.0.1:9", "WASLA_ROLE": "web"}, None)
    assert (loaded.port, loaded.role, len(loaded.stores)) == (8099, "web", 1)


def test_the_number_is_the_one_that_is_written_to() -> None:
    whatsapp = load_settings(MADE, None).stores[0].whatsapp
    assert whatsapp.phone_number_id == Number().phone_number_id
    assert whatsapp.app_secret.get_secret_value() == Number().app_secret


@pytest.mark.embedded
async def test_a_stand_is_seeded_and_ready_and_gone_afterwards(tmp_path: Path) -> None:
    async with stand(tmp_path, customers=3, connections=1, parcels="label_created") as on:
        database = await open_database(on.uri)
        orders = await database.orders.get_many([f"default:{asker.order_number}" for asker in on.askers])
        await database.close()
        assert [order.shipments[0].state for order in orders.values()] == ["label_created"] * 3
    assert not await is_ready(int(on.far_end.url.split(":")[2].split("/")[0]))
    assert not await is_ready(int(on.uri.split(":")[2].split("/")[0]))


@pytest.mark.embedded
async def test_a_bot_that_does_not_start_takes_nothing_with_it(tmp_path: Path) -> None:
    with pytest.raises(DidNotStart, match="WASLA_PORT"):
        async with stand(tmp_path, customers=1, connections=1, extra={"WASLA_PORT": "nowhere"}):
            pass
