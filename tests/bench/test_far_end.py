from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.bench.far_end import FarEnd, address

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TEXT = {"messaging_product": "whatsapp", "to": "+966500000000", "type": "text", "text": {"body": "hello"}}


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as made:
        yield made


async def test_a_send_is_handed_on_and_gets_a_wamid(far_end: FarEnd, session: aiohttp.ClientSession) -> None:
    seen: list[tuple[dict[str, object], str]] = []
    far_end.sent = lambda body, wamid: seen.append((body, wamid))
    async with session.post(f"{far_end.url}/v26.0/1/messages", json=TEXT) as response:
        answer = await response.json()
    assert seen == [(TEXT, answer["messages"][0]["id"])]
    assert answer["contacts"] == [{"input": "+966500000000", "wa_id": "966500000000"}]


async def test_every_send_has_its_own_wamid(far_end: FarEnd, session: aiohttp.ClientSession) -> None:
    wamids = set()
    for _ in range(3):
        async with session.post(f"{far_end.url}/v26.0/1/messages", json=TEXT) as response:
            wamids.add((await response.json())["messages"][0]["id"])
    assert len(wamids) == 3


async def test_a_receipt_is_no_message(far_end: FarEnd, session: aiohttp.ClientSession) -> None:
    seen: list[str] = []
    far_end.sent = lambda _body, wamid: seen.append(wamid)
    receipt = {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.1"}
    async with session.post(f"{far_end.url}/v26.0/1/messages", json=receipt) as response:
        assert await response.json() == {"success": True}
    assert (seen, far_end.receipts) == ([], 1)


async def test_anything_else_is_refused_as_graph_does(far_end: FarEnd, session: aiohttp.ClientSession) -> None:
    async with session.get(f"{far_end.url}/v26.0/1") as response:
        assert response.status == 400
        assert (await response.json())["error"]["code"] == 100


def test_two_requests_in_one_piece_get_two_answers(far_end: FarEnd) -> None:
    one = b"GET / HTTP/1.1\r\n\r\n"
    assert far_end.respond(one).count(b"HTTP/1.1 400") == 1


def test_a_phone_number_wins_over_a_bsuid() -> None:
    assert address({"to": "+966500000000", "recipient": "SA.1"}) == "+966500000000"
    assert address({"recipient": "SA.1"}) == "SA.1"


def test_it_has_no_address_before_it_listens() -> None:
    with pytest.raises(RuntimeError, match="started"):
        _ = FarEnd().url
