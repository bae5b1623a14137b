"""What happens at the edge when something goes wrong behind it: senders are told whether to repeat, and nothing of the inside."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from pymongo.errors import NetworkTimeout

from bot.errors import DatabaseDown, Unreadable
from bot.web.api.app import problems
from bot.web.health import Health
from bot.web.middlewares import errors
from bot.whatsapp.signature import sign
from tests.web.conftest import APP_SECRET, NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp.test_utils import TestClient
    from pytest_aiohttp import AiohttpClient

    from bot.db import Database
    from tests.web.conftest import Edge

# Errors whose texts hold more than anybody outside should read.
pytestmark = pytest.mark.logs_secrets
SECRET = "mongodb://bot:hunter2@db"


class Away:
    """A database that does not answer."""

    async def ping(self) -> None:
        raise DatabaseDown(f"{SECRET} does not answer")


def failing(error: Exception, middleware: Callable[..., object] = errors) -> web.Application:
    """Return an application in which everything goes wrong like this."""

    async def handler(_request: web.Request) -> web.StreamResponse:
        raise error

    application = web.Application(middlewares=[middleware])  # type: ignore[list-item]  # One of the two middlewares.
    application.router.add_get("/x", handler)
    return application


async def answered(client: TestClient[web.Request, web.Application], path: str = "/x") -> tuple[int, str, str]:
    async with client.get(path) as response:
        return response.status, response.headers.get("Retry-After", ""), await response.text()


@pytest.mark.parametrize("error", [ValueError(SECRET), KeyError(SECRET), Unreadable(SECRET), RecursionError(SECRET), TimeoutError(SECRET)])
async def test_what_nobody_expected_is_logged_and_not_told(error: Exception, aiohttp_client: AiohttpClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "bot.web.middlewares"):
        status, _, text = await answered(await aiohttp_client(failing(error)))
    assert (status, SECRET in text, SECRET in caplog.text) == (500, False, True)


@pytest.mark.parametrize("kind", [DatabaseDown, NetworkTimeout])
async def test_while_the_database_is_away_senders_are_asked_to_repeat(kind: type[Exception], aiohttp_client: AiohttpClient) -> None:
    status, wait, text = await answered(await aiohttp_client(failing(kind(SECRET))))
    assert (status, wait) == (503, "1")
    assert SECRET not in text


@pytest.mark.parametrize("middleware", [errors, problems])
async def test_the_api_says_so_as_well_and_neither_tells_where_the_database_is(
    middleware: Callable[..., object], aiohttp_client: AiohttpClient
) -> None:
    status, wait, text = await answered(await aiohttp_client(failing(DatabaseDown(SECRET), middleware)))
    assert (status, wait, SECRET in text) == (503, "1", False)


async def test_answers_that_are_meant_go_out_as_they_are(aiohttp_client: AiohttpClient) -> None:
    client = await aiohttp_client(failing(web.HTTPGone(text="gone")))
    assert await answered(client) == (410, "", "gone")
    assert (await answered(client, "/nowhere"))[0] == 404


async def test_a_process_lives_without_a_database_and_is_not_ready(aiohttp_client: AiohttpClient) -> None:
    away: Database = Away()  # type: ignore[assignment]  # Of a database a probe only wants an answer.
    health, application = Health(away), web.Application()
    application.router.add_get("/livez", health.live)
    application.router.add_get("/readyz", health.ready)
    client = await aiohttp_client(application)
    assert [(await answered(client, path))[0] for path in ("/livez", "/readyz")] == [200, 503]


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'"x"', b"{}", b'{"object": "page", "entry": []}', b"\xff\xfe", b"[" * 100_000])
async def test_what_is_signed_and_no_update_is_kept_aside_and_acknowledged(body: bytes, edge: Edge) -> None:
    headers = {"X-Hub-Signature-256": sign(body, APP_SECRET)}
    async with edge.client.post("/webhooks/whatsapp", data=body, headers=headers) as response:
        assert response.status == 200
    assert await edge.db.inbox.waiting(NOW + 1, 9) == []
    assert [one.body for one in await edge.db.parked.all()] == [body]


@pytest.mark.parametrize("header", ["sha256=", "sha1=abc", "é", "sha256=" + "0" * 64, "SHA256=" + "0" * 64, " "])
async def test_a_signature_that_is_none_lets_nothing_in(header: str, edge: Edge) -> None:
    async with edge.client.post("/webhooks/whatsapp", data=b"{}", headers={"X-Hub-Signature-256": header}) as response:
        assert response.status == 401
    assert await edge.db.parked.all() == []


@pytest.mark.parametrize("challenge", ["<script>alert(1)</script>", "1\n2", "é"])
async def test_a_challenge_comes_back_as_plain_text(challenge: str, edge: Edge) -> None:
    query = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": "knock knock"}
    async with edge.client.get("/webhooks/whatsapp", params=query) as response:
        assert (response.content_type, await response.text()) == ("text/plain", challenge)
