"""How much one address may ask: what is signed always comes in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from bot.web.limits import AddressLimits, Limiter
from bot.web.middlewares import CLOSED, errors

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp import ClientResponse
    from aiohttp.test_utils import TestClient
    from pytest_aiohttp import AiohttpClient

    Made = Callable[[AddressLimits], Awaitable["Edge"]]

NEAR, FAR = "192.0.2.1", "2001:db8::7"


@dataclass
class Edge:
    """An edge behind one proxy, whose doors let in what says ``good``; ``now`` is its clock, ``refused`` what it has turned away."""

    client: TestClient[web.Request, web.Application]
    now: int = 0
    refused: list[str] = field(default_factory=list)

    async def ask(self, path: str, said: str = "", at: str = NEAR, method: str = "POST") -> ClientResponse:
        return await self.client.request(method, path, headers={"X-Forwarded-For": f"203.0.113.9, {at}", "X-Said": said})

    async def statuses(self, count: int, path: str, said: str = "", at: str = NEAR, method: str = "POST") -> list[int]:
        return [(await self.ask(path, said, at, method)).status for _ in range(count)]


async def door(request: web.Request) -> web.Response:
    return web.Response(status=200 if request.headers["X-Said"] == "good" else 401)


@pytest.fixture
def edge(aiohttp_client: AiohttpClient) -> Callable[[AddressLimits], Awaitable[Edge]]:
    """Make an edge with limits."""

    async def made(limits: AddressLimits) -> Edge:
        found: list[Edge] = []
        limiter = Limiter(limits, lambda: found[0].now, lambda why: found[0].refused.append(why))  # noqa: PLW0108 - it is made after
        application = web.Application(middlewares=[errors, limiter.limit])
        for path in ("/webhooks/whatsapp", "/webhooks/standard/noor", "/readyz", "/api/v1/orders", "/simulator/graph"):
            application.router.add_route("*", path, door)
        found.append(Edge(await aiohttp_client(application)))
        return found[0]

    return made


TIGHT = AddressLimits(requests=0.2, refusals=3, proxies=1)


@pytest.mark.parametrize("path", ["/webhooks/whatsapp", "/webhooks/standard/noor", "/webhooks/nowhere/at/all/there"])
async def test_refusals_at_the_doors_are_limited(path: str, edge: Made) -> None:
    at = await edge(TIGHT)
    statuses = await at.statuses(5, path, "bad")
    assert (statuses[0] in {401, 404}, len(set(statuses[:3])), statuses[3:], at.refused) == (True, 1, [429, 429], ["refusals"] * 2)


async def test_what_is_signed_comes_in_whatever_else_came_from_its_address(edge: Made) -> None:
    at = await edge(TIGHT)
    await at.statuses(9, "/webhooks/whatsapp", "bad")
    assert await at.statuses(50, "/webhooks/whatsapp", "good") == [200] * 50
    assert await at.statuses(1, "/webhooks/standard/noor", "good") == [200]


async def test_a_handshake_is_no_delivery_and_has_to_wait(edge: Made) -> None:
    at = await edge(TIGHT)
    await at.statuses(4, "/webhooks/whatsapp", "bad", method="GET")
    assert await at.statuses(1, "/webhooks/whatsapp", "good", method="GET") == [429]
    at.now += 20_000
    assert await at.statuses(1, "/webhooks/whatsapp", "good", method="GET") == [200]


async def test_other_addresses_don_t_suffer(edge: Made) -> None:
    at = await edge(TIGHT)
    await at.statuses(9, "/webhooks/whatsapp", "bad")
    await at.statuses(9, "/readyz", "good")
    assert await at.statuses(1, "/webhooks/whatsapp", "bad", FAR) == [401]
    assert await at.statuses(1, "/readyz", "good", FAR) == [200]


async def test_a_network_of_ipv6_is_one_address(edge: Made) -> None:
    at = await edge(TIGHT)
    assert [(await at.ask("/readyz", "good", f"2001:db8::{n:x}")).status for n in range(1, 5)] == [200, 200, 429, 429]


@pytest.mark.parametrize("path", ["/readyz", "/api/v1/orders", "/nowhere"])
async def test_everything_else_has_a_ceiling_and_says_when_to_come_back(path: str, edge: Made) -> None:
    at = await edge(TIGHT)
    await at.statuses(2, path, "good")
    answered = await at.ask(path, "good")
    assert (answered.status, answered.headers["Retry-After"], at.refused) == (429, "5", ["requests"])
    assert CLOSED.items() <= dict(answered.headers).items()
    at.now += 5_000
    assert (await at.ask(path, "good")).status in {200, 404}


async def test_the_api_says_so_as_a_problem(edge: Made) -> None:
    at = await edge(TIGHT)
    await at.statuses(2, "/api/v1/orders", "good")
    answered = await at.ask("/api/v1/orders", "good")
    assert (answered.content_type, (await answered.json(content_type=None))["type"]) == ("application/problem+json", "/api/docs#too-many")


async def test_what_is_mounted_beside_the_bot_is_not_counted(edge: Made) -> None:
    assert await (await edge(TIGHT)).statuses(20, "/simulator/graph", "good") == [200] * 20


async def test_nothing_stands_for_any_number(edge: Made) -> None:
    at = await edge(AddressLimits(0, 0, 1))
    assert set(await at.statuses(20, "/readyz", "good") + await at.statuses(20, "/webhooks/whatsapp", "bad")) == {200, 401}


async def test_what_a_stranger_claims_is_not_believed(edge: Made) -> None:
    at = await edge(AddressLimits(0.2, 3, 0))
    assert [(await at.ask("/readyz", "good", f"192.0.2.{n}")).status for n in range(4)] == [200, 200, 429, 429]
