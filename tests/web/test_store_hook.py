"""``/webhooks/<connector>/<store>`` and the probes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from standardwebhooks import Webhook

from bot.domain.access import Tokens
from tests.web.conftest import NOW, SALLA_SECRET, STORE_SECRET

if TYPE_CHECKING:
    from tests.web.conftest import Edge

BODY = b'{"type":"shipment.updated","timestamp":"2026-11-23T10:00:00Z","data":{"order":"NH-1","status":"in_transit"}}'


def signed(body: bytes, secret: str = STORE_SECRET) -> dict[str, str]:
    # The package takes its time from the wall, and so does the tolerance that it checks.
    at = datetime.now(tz=UTC)  # noqa: TID251 - see above
    signature = Webhook(secret).sign("msg_1", at, body.decode())
    return {"webhook-id": "msg_1", "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}


async def test_a_signed_event_is_stored(edge: Edge) -> None:
    async with edge.client.post("/webhooks/standard/noor", data=BODY, headers=signed(BODY)) as response:
        assert response.status == 200
    assert [item.kind for item in await edge.db.inbox.waiting(NOW + 1, 9)] == ["event"]


async def test_the_only_store_need_not_be_named(edge: Edge) -> None:
    async with edge.client.post("/webhooks/standard", data=BODY, headers=signed(BODY)) as response:
        assert response.status == 200
    assert [item.source for item in await edge.db.inbox.waiting(NOW + 1, 9)] == ["standard/noor"]


@pytest.mark.parametrize("headers", [{}, signed(BODY + b" "), signed(BODY, "whsec_" + "A" * 32), signed(BODY) | {"webhook-signature": "nonsense"}])
async def test_without_the_right_signature_nothing_is_stored(edge: Edge, headers: dict[str, str]) -> None:
    async with edge.client.post("/webhooks/standard/noor", data=BODY, headers=headers) as response:
        assert response.status == 401
    assert await edge.db.inbox.waiting(NOW + 1, 9) == []


@pytest.mark.parametrize("path", ["/webhooks/standard/elsewhere", "/webhooks/nothing/noor", "/webhooks/nothing"])
async def test_what_is_not_set_up_is_not_found(edge: Edge, path: str) -> None:
    async with edge.client.post(path, data=BODY, headers=signed(BODY)) as response:
        assert response.status == 404


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
async def test_the_probes_answer(edge: Edge, path: str) -> None:
    async with edge.client.get(path) as response:
        assert response.status == 200


async def test_keys_to_a_system_are_kept_apart_from_its_events(edge: Edge) -> None:
    body = b'{"event":"app.store.authorize","merchant":7,"data":{"access_token":"a1","refresh_token":"r1","expires":1796000000}}'
    headers = {"X-Salla-Security-Strategy": "Token", "Authorization": SALLA_SECRET}
    async with edge.client.post("/webhooks/salla/noor", data=body, headers=headers) as response:
        assert response.status == 200
    assert await edge.db.tokens.get("salla/noor") == Tokens("a1", "r1", 1_796_000_000_000)
    assert await edge.db.inbox.waiting(NOW + 1, 9) == []
