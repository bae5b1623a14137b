from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest_asyncio

from bot.bench.webhooks import Number

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.bench.far_end import FarEnd
    from bot.simulator.records import Sent

NUMBER = Number()
TEXT = {
    "messaging_product": "whatsapp",
    "to": "+966550000000",
    "type": "text",
    "text": {"body": "Order 500000 is on its way"},
    "biz_opaque_callback_data": "c:1:cu:1:1:0",
}


@pytest_asyncio.fixture
async def graph(far_end: FarEnd) -> AsyncIterator[aiohttp.ClientSession]:
    headers = {"Authorization": f"Bearer {NUMBER.access_token}"}
    async with aiohttp.ClientSession(f"{far_end.url}/v26.0/{NUMBER.phone_number_id}/", headers=headers) as session:
        yield session


async def test_a_send_is_heard_with_what_the_load_needs(far_end: FarEnd, graph: aiohttp.ClientSession) -> None:
    heard: list[Sent] = []
    far_end.listen(heard.append)
    async with graph.post("messages", json=TEXT) as response:
        answer = await response.json()
    sent = heard[0]
    assert (sent.to, sent.text, sent.outbox_id) == ("wa:966550000000", "Order 500000 is on its way", "c:1:cu:1:1:0")
    assert sent.wamid == answer["messages"][0]["id"]


async def test_a_receipt_is_no_send(far_end: FarEnd, graph: aiohttp.ClientSession) -> None:
    heard: list[Sent] = []
    far_end.listen(heard.append)
    receipt = {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.1"}
    async with graph.post("messages", json=receipt) as response:
        assert response.status == 200
    assert heard == []


async def test_what_graph_would_refuse_is_refused(far_end: FarEnd, graph: aiohttp.ClientSession) -> None:
    async with graph.post("messages", json=TEXT | {"text": {"body": ""}}) as response:
        assert response.status == 400
    assert len(far_end.refusals) == 1


async def test_nobody_has_to_listen(graph: aiohttp.ClientSession) -> None:
    async with graph.post("messages", json=TEXT) as response:
        assert response.status == 200


async def test_of_several_listeners_each_hears_its_own_and_the_first_what_is_nobodys(far_end: FarEnd, graph: aiohttp.ClientSession) -> None:
    mine: list[Sent] = []
    theirs: list[Sent] = []
    far_end.listen(mine.append, {"wa:966550000000"})
    far_end.listen(theirs.append, {"wa:966550000001"})
    for number in ("+966550000000", "+966550000001", "+966550000002"):
        async with graph.post("messages", json=TEXT | {"to": number}) as response:
            assert response.status == 200
    assert [sent.to for sent in mine] == ["wa:966550000000", "wa:966550000002"]
    assert [sent.to for sent in theirs] == ["wa:966550000001"]
