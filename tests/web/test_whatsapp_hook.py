"""``/webhooks/whatsapp``."""

from __future__ import annotations

import asyncio
import json
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from bot.db.inbox import Inbox
from bot.errors import DatabaseDown
from bot.web.routes import LARGEST_BODY
from bot.whatsapp.signature import sign
from tests.web.conftest import APP_SECRET, NOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.inbox import InboxItem
    from tests.web.conftest import Edge

PATH = "/webhooks/whatsapp"


def text(name: str, **more: object) -> dict[str, object]:
    return {"from": "966501234567", "id": f"wamid.{name}", "timestamp": "1760000000", "type": "text", "text": {"body": "hi"}, **more}


def update(*messages: object) -> bytes:
    value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": "n"}, "messages": list(messages)}
    return json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]}).encode()


async def post(edge: Edge, body: bytes, signature: str | None = None) -> int:
    headers = {"X-Hub-Signature-256": sign(body, APP_SECRET) if signature is None else signature}
    async with edge.client.post(PATH, data=BytesIO(body), headers=headers) as response:
        return response.status


async def inbox(edge: Edge) -> list[str]:
    return sorted(item.id for item in await edge.db.inbox.waiting(NOW + 1, 2_000))


async def test_the_handshake_returns_the_challenge(edge: Edge) -> None:
    query = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "knock knock"}
    async with edge.client.get(PATH, params=query) as response:
        assert (response.status, await response.text()) == (200, "1158201444")


@pytest.mark.parametrize("query", [{}, {"hub.mode": "subscribe", "hub.verify_token": "wrong"}, {"hub.mode": "subscribe", "hub.verify_token": ""}])
async def test_the_handshake_is_refused_without_the_token(edge: Edge, query: dict[str, str]) -> None:
    async with edge.client.get(PATH, params=query) as response:
        assert response.status == 403


async def test_a_signed_message_is_stored_before_it_is_acknowledged(edge: Edge) -> None:
    assert await post(edge, update(text("1"))) == 200
    assert await inbox(edge) == ["wa:wamid.1"]


async def test_a_redelivery_is_acknowledged_and_changes_nothing(edge: Edge) -> None:
    assert [await post(edge, update(text("1"))) for _ in range(2)] == [200, 200]
    assert await inbox(edge) == ["wa:wamid.1"]


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "sha256=",
        "sha256=00",
        "sha1=" + "0" * 40,
        "sha256=" + "0" * 64,
        sign(b"another body", APP_SECRET),
        sign(update(text("1")), "another secret"),
    ],
)
async def test_without_the_right_signature_nothing_is_stored(edge: Edge, signature: str) -> None:
    assert await post(edge, update(text("1")), signature) == 401
    assert await inbox(edge) == []


async def test_a_request_without_any_signature_is_refused(edge: Edge) -> None:
    async with edge.client.post(PATH, data=update(text("1"))) as response:
        assert response.status == 401
    assert await inbox(edge) == []


@pytest.mark.parametrize(
    "body", [b"", b"not json", b"[]", b'"x"', b'{"object":"page","entry":[]}', b'{"object":"whatsapp_business_account","entry":3}', b"[" * 100_000]
)
async def test_what_can_not_be_split_is_acknowledged_and_parked(edge: Edge, body: bytes) -> None:
    assert await post(edge, body) == 200
    assert [parked.body for parked in await edge.db.parked.all()] == [body]


@pytest.mark.parametrize(("length", "status"), [(LARGEST_BODY, 200), (LARGEST_BODY + 1, 413)])
async def test_bodies_up_to_three_megabytes_are_taken(edge: Edge, length: int, status: int) -> None:
    assert await post(edge, update(text("1")).ljust(length)) == status


async def test_of_a_thousand_updates_the_ten_malformed_are_parked_alone(edge: Edge) -> None:
    messages = [text(str(n)) if n % 100 else {"type": "text", "n": n} for n in range(1_000)]
    assert await post(edge, update(*messages)) == 200
    assert len(await inbox(edge)) == 990
    assert len(await edge.db.parked.all()) == 10


@pytest.mark.parametrize("odd", [{"text": {"body": "\ud800"}}, {"text": {"body": "\0"}}, {"timestamp": 2**63}, {"text": {"body": 2**63}}])
async def test_odd_content_does_not_sink_its_neighbours_in_one_commit(edge: Edge, odd: dict[str, object]) -> None:
    bodies = [update(text("1")), update(text("odd", **odd)), update(text("2"))]
    assert await asyncio.gather(*(post(edge, body) for body in bodies)) == [200, 200, 200]
    assert {"wa:wamid.1", "wa:wamid.2"} <= set(await inbox(edge))


async def test_when_the_database_is_away_the_sender_is_asked_to_repeat(edge: Edge) -> None:
    class Away(Inbox):
        @override
        async def add_many(self, _items: Sequence[InboxItem]) -> list[str | None]:
            raise DatabaseDown("nobody answers")

    there, edge.db.inbox = edge.db.inbox, Away.__new__(Away)
    assert await post(edge, update(text("1"))) == 503
    edge.db.inbox = there
    assert await post(edge, update(text("1"))) == 200
