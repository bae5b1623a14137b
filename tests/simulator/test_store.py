from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from standardwebhooks import Webhook

from bot.domain.clock import DAY, parse_instant
from bot.errors import UserMistake
from bot.simulator.store import SimStore
from bot.simulator.world import wall_clock

from .conftest import STORE_SECRET

if TYPE_CHECKING:
    from .conftest import BotDouble, Sim, StartSim


async def test_shipping_posts_the_newest_waiting_order(sim: Sim, bot: BotDouble) -> None:
    answer = await sim.call("POST", "/api/store/sara/ship")
    assert answer.json == {"order": "1003", "status": 200}
    assert bot.posts[0].path == "/webhooks/standard/shop"
    data = bot.posts[0].json["data"]
    assert (bot.posts[0].json["type"], data["status"], data["place"]) == ("shipment.updated", "in_transit", "Riyadh hub")
    assert (data["order"], data["carrier"], data["tracking_number"], data["tracking_url"]) == ("1003", "Aramex", "AR3", "https://example.com/AR3")


async def test_an_event_carries_a_signature_that_the_library_accepts(start_sim: StartSim, bot: BotDouble) -> None:
    sim = await start_sim(clock=wall_clock)
    await SimStore(sim.world).ship("sara")
    verified = Webhook(STORE_SECRET).verify(bot.posts[0].body, bot.posts[0].headers)
    assert verified == bot.posts[0].json


async def test_times_are_iso_with_a_date_for_the_arrival(sim: Sim, bot: BotDouble) -> None:
    await SimStore(sim.world).ship("sara")
    data = bot.posts[0].json["data"]
    assert parse_instant(data["occurred_at"]) == sim.world.clock()
    assert (data["occurred_at"], data["eta"]) == ("2026-09-21T14:13:20Z", "2026-09-23")


async def test_parcels_leave_one_after_the_other_and_only_once(sim: Sim) -> None:
    store = SimStore(sim.world)
    assert [(await store.ship("sara")).order for _ in range(2)] == ["1003", "1002"]
    with pytest.raises(UserMistake, match="all orders of Sara are shipped"):
        await store.ship("sara")


async def test_an_event_that_the_bot_refuses_can_be_repeated(sim: Sim, bot: BotDouble) -> None:
    bot.answers = [503]
    store = SimStore(sim.world)
    assert [(await store.ship("sara")).status, (await store.ship("sara")).status] == [503, 200]
    assert [post.json["data"]["order"] for post in bot.posts] == ["1003", "1003"]


async def test_every_event_has_an_id_of_its_own(sim: Sim, bot: BotDouble) -> None:
    store = SimStore(sim.world)
    await store.ship("sara")
    await store.ship("sara")
    assert len({post.headers["webhook-id"] for post in bot.posts}) == 2


async def test_silence_back_dates_the_oldest_waiting_parcel(sim: Sim, bot: BotDouble) -> None:
    answer = await sim.call("POST", "/api/store/sara/silence")
    assert answer.json == {"order": "1002", "status": 200}
    occurred_at = parse_instant(bot.posts[0].json["data"]["occurred_at"])
    assert sim.world.clock() - occurred_at == (sim.world.silent_days + 1) * DAY


async def test_silence_lasts_as_long_as_one_asks(sim: Sim, bot: BotDouble) -> None:
    await sim.call("POST", "/api/store/sara/silence", json={"days": 10})
    assert sim.world.clock() - parse_instant(bot.posts[0].json["data"]["occurred_at"]) == 11 * DAY
    assert (await sim.call("POST", "/api/store/sara/silence", json={"days": -1})).status == 400


async def test_when_none_waits_a_further_parcel_is_silent(sim: Sim, bot: BotDouble) -> None:
    store = SimStore(sim.world)
    for _ in range(4):
        await store.silence("sara")
    assert [post.json["data"]["tracking_number"] for post in bot.posts] == ["DH2", "AR3", "AR3-2", "AR3-3"]


async def test_a_person_without_orders_has_nothing_to_ship(sim: Sim) -> None:
    assert (await sim.call("POST", "/api/store/omar/ship")).status == 400
    assert "no parcel" in (await sim.call("POST", "/api/store/omar/silence")).json["error"]


async def test_a_bot_that_is_away_gives_status_0(sim: Sim, unused_tcp_port: int) -> None:
    sim.world.bot_url = f"http://127.0.0.1:{unused_tcp_port}"
    assert (await sim.call("POST", "/api/store/sara/ship")).json == {"order": "1003", "status": 0}


async def test_a_store_without_secret_is_a_mistake(start_sim: StartSim) -> None:
    sim = await start_sim(store_secrets={})
    with pytest.raises(UserMistake, match="no webhook secret"):
        await SimStore(sim.world).ship("sara")


async def test_the_store_needs_a_running_world(start_sim: StartSim) -> None:
    sim = await start_sim()
    await sim.world.postman.stop()
    with pytest.raises(RuntimeError):
        await SimStore(sim.world).ship("sara")
