from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.simulator import webhooks

if TYPE_CHECKING:
    from .conftest import BotDouble, Sim, StartSim


async def test_every_webhook_is_signed_over_its_bytes(open_sim: Sim, bot: BotDouble) -> None:
    open_sim.phone().says("مرحبا")
    await open_sim.send()
    await open_sim.settled()
    assert len(bot.posts) == 3
    assert all(post.signed_with("app secret") and post.path == "/webhooks/whatsapp" for post in bot.posts)


async def test_a_send_is_followed_by_sent_and_delivered(open_sim: Sim, bot: BotDouble) -> None:
    answer = await open_sim.send(biz_opaque_callback_data="o1")
    await open_sim.settled()
    assert sorted(bot.states) == ["delivered", "sent"]
    assert {status["id"] for status in bot.statuses} == {answer.json["messages"][0]["id"]}
    assert {status["biz_opaque_callback_data"] for status in bot.statuses} == {"o1"}


async def test_customers_can_read_at_once(open_sim: Sim, bot: BotDouble) -> None:
    open_sim.world.set_switches(auto_read=True)
    await open_sim.send(biz_opaque_callback_data="o1")
    await open_sim.settled()
    assert sorted(bot.states) == ["delivered", "read", "sent"]
    assert open_sim.phone().messages[0].status == "read"


async def test_statuses_can_be_switched_off(open_sim: Sim, bot: BotDouble) -> None:
    open_sim.world.set_switches(statuses=False, auto_read=True)
    await open_sim.send()
    await open_sim.settled()
    assert bot.posts == []


@pytest.mark.parametrize("status", [500, 503, 404, 204, 302])
async def test_what_is_not_answered_200_comes_again_unchanged(sim: Sim, bot: BotDouble, status: int) -> None:
    bot.answers = [status]
    sim.phone().says("hi")
    await sim.settled()
    assert len(bot.posts) == 2
    assert bot.posts[0].body == bot.posts[1].body
    assert sim.world.postman.retried == 1


async def test_the_pauses_grow(sim: Sim, bot: BotDouble) -> None:
    bot.answers = [500, 500]
    sim.phone().says("hi")
    await sim.settled()
    first, second, third = (post.at for post in bot.posts)
    assert second - first >= 0.19
    assert third - second >= 0.49


async def test_a_bot_that_is_down_hears_of_it_later(start_sim: StartSim, bot: BotDouble, unused_tcp_port: int) -> None:
    sim = await start_sim(bot_url=f"http://127.0.0.1:{unused_tcp_port}")
    message = sim.phone().says("hi")
    while sim.world.postman.retried == 0:  # noqa: ASYNC110 - the world has no event for a failed attempt
        await asyncio.sleep(0.01)
    assert message.to_json()["status"] == "pending"
    sim.world.bot_url = bot.url + "/"
    await sim.settled()
    assert [one["id"] for one in bot.messages] == [message.id]
    assert message.status == "delivered"


async def test_after_ten_minutes_a_webhook_is_given_up(sim: Sim, bot: BotDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "GIVE_UP_AFTER", 0.1)
    bot.answers = [500]
    message = sim.phone().says("hi")
    await sim.settled()
    assert (sim.world.postman.dropped, message.status, len(bot.posts)) == (1, "failed", 1)


async def test_webhooks_can_come_twice(sim: Sim, bot: BotDouble) -> None:
    sim.world.set_switches(duplicates=1.0)
    message = sim.phone().says("hi")
    await sim.settled()
    assert [one["id"] for one in bot.messages] == [message.id, message.id]


async def test_webhooks_can_be_late(sim: Sim, bot: BotDouble) -> None:
    sim.world.set_switches(delay_ms=[40, 60])
    loop = asyncio.get_running_loop()
    before = loop.time()
    sim.phone().says("hi")
    await sim.settled()
    assert bot.posts[0].at - before >= 0.04


async def test_updates_can_share_a_post(open_sim: Sim, bot: BotDouble) -> None:
    open_sim.world.set_switches(batch=100)
    for text in ("a", "b", "c"):
        open_sim.phone().says(text)
    open_sim.world.open_window("100", "omar")
    for _ in range(2):
        await open_sim.send(to="+966522222222")
    await open_sim.settled()
    assert (len(bot.messages), len(bot.statuses)) == (3, 4)
    assert len(bot.posts) < 7


async def test_a_post_never_mixes_apps(open_sim: Sim, bot: BotDouble) -> None:
    open_sim.world.set_switches(batch=100, window="off")
    open_sim.phone().says("hi")
    body = {"messaging_product": "whatsapp", "to": "+4915100000001", "type": "text", "text": {"body": "x"}}
    await open_sim.graph("POST", "101/messages", token="other token", json=body)
    await open_sim.settled()
    for post in bot.posts:
        secret = {"200": "app secret", "201": "other secret"}[post.json["entry"][0]["id"]]
        assert post.signed_with(secret)


async def test_statuses_can_be_shuffled_and_none_is_lost(open_sim: Sim, bot: BotDouble) -> None:
    open_sim.world.set_switches(reorder=6, batch=100)
    for number in range(5):
        await open_sim.send(biz_opaque_callback_data=f"o{number}")
    await open_sim.settled()
    order = [(status["biz_opaque_callback_data"], status["status"]) for status in bot.statuses]
    straight = [(f"o{number}", state) for number in range(5) for state in ("sent", "delivered")]
    assert sorted(order) == sorted(straight)
    assert order != straight


async def test_shuffling_repeats_under_a_seed(open_sim: Sim, bot: BotDouble) -> None:
    async def order() -> list[str]:
        bot.posts.clear()
        open_sim.world.set_switches(reorder=8, batch=8, seed=3)
        for number in range(4):
            await open_sim.send(biz_opaque_callback_data=f"o{number}")
        await open_sim.settled()
        return [status["biz_opaque_callback_data"] + status["status"] for status in bot.statuses]

    assert await order() == await order()


async def test_only_so_many_webhooks_are_posted_at_once(start_sim: StartSim, bot: BotDouble) -> None:
    sim = await start_sim(concurrency=2)
    busy, most = 0, 0

    async def slow(_message: object) -> None:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await asyncio.sleep(0.02)
        busy -= 1

    bot.on_message = slow
    for number in range(6):
        sim.phone().says(str(number))
    await sim.settled()
    assert most == 2


async def test_waiting_for_the_post_ends_in_a_timeout(sim: Sim, bot: BotDouble) -> None:
    bot.answers = [500] * 3
    sim.phone().says("hi")
    with pytest.raises(TimeoutError):
        await sim.world.postman.settled(timeout=0.05)


async def test_what_is_on_its_way_is_lost_when_the_world_stops(sim: Sim, bot: BotDouble) -> None:
    sim.world.set_switches(delay_ms=[50, 50])
    sim.phone().says("hi")
    await sim.world.postman.stop()
    await asyncio.sleep(0.08)
    assert bot.posts == []
