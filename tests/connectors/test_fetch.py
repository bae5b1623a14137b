from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from aiohttp import web

from bot.connectors.fetch import GuardedFetch, is_public
from bot.errors import FetchFailed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from pytest_aiohttp import AiohttpServer

LARGEST = 10_000


async def echo(request: web.Request) -> web.Response:
    return web.json_response({"method": request.method, "secret": request.headers.get("Authorization"), "query": dict(request.query)})


async def much(_request: web.Request) -> web.Response:
    return web.Response(body=b"x" * (LARGEST + 1))


async def round_and_round(_request: web.Request) -> web.Response:
    raise web.HTTPFound("/circle")


async def onward(request: web.Request) -> web.Response:
    raise web.HTTPFound(request.query["to"])


@pytest_asyncio.fixture
async def far(aiohttp_server: AiohttpServer) -> str:
    application = web.Application()
    application.router.add_route("*", "/echo", echo)
    application.router.add_get("/much", much)
    application.router.add_get("/onward", onward)
    application.router.add_get("/circle", round_and_round)
    server = await aiohttp_server(application)
    return f"http://localhost:{server.port}"


@pytest_asyncio.fixture
async def fetch() -> AsyncIterator[GuardedFetch]:
    found = GuardedFetch({"localhost"}, largest=LARGEST)
    yield found
    await found.close()


@pytest_asyncio.fixture
async def strict() -> AsyncIterator[GuardedFetch]:
    found = GuardedFetch()
    yield found
    await found.close()


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::8.8.8.8"])
def test_the_public_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "240.0.0.1"),  # noqa: S104
        *("::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "ff02::1", "somewhere"),
    ],
)
def test_everything_else_is_not(address: str) -> None:
    assert not is_public(address)


async def test_a_named_host_is_asked_wherever_it_is(fetch: GuardedFetch, far: str) -> None:
    answer = await fetch("POST", f"{far}/echo", headers={"Authorization": "key"}, params={"page": "2"}, json={"a": 1})
    assert (answer.status, answer.body) == (200, b'{"method": "POST", "secret": "key", "query": {"page": "2"}}')


async def test_an_answer_of_any_status_is_an_answer(fetch: GuardedFetch, far: str) -> None:
    assert (await fetch("GET", f"{far}/nowhere")).status == 404


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/a.pdf",
        "https://127.0.0.1/a.pdf",
        "https://[::1]/a.pdf",
        "https://169.254.169.254/latest/meta-data",
        "https://user:word@example.com/",
        "file:///etc/passwd",
        "ftp://example.com/",
        "https://",
        "https://[",
        "nonsense",
    ],
)
async def test_addresses_that_are_not_allowed_are_never_asked(strict: GuardedFetch, url: str) -> None:
    with pytest.raises(FetchFailed) as error:
        await strict("GET", url)
    assert error.value.again is False


async def test_a_name_that_leads_into_this_machine_is_found_out_at_connecting(strict: GuardedFetch) -> None:
    with pytest.raises(FetchFailed, match="not on the public internet") as error:
        await strict("GET", "https://localhost/a.pdf")
    assert error.value.again is False


async def test_a_redirect_is_followed_and_checked_again(fetch: GuardedFetch, far: str) -> None:
    assert (await fetch("GET", f"{far}/onward", params={"to": "/echo"})).status == 200
    with pytest.raises(FetchFailed, match="not on the public internet"):
        await fetch("GET", f"{far}/onward", params={"to": "https://10.0.0.1/"})


async def test_nobody_is_led_in_circles(fetch: GuardedFetch, far: str) -> None:
    with pytest.raises(FetchFailed, match="again and again"):
        await fetch("GET", f"{far}/circle")


async def test_more_than_the_limit_is_not_read(fetch: GuardedFetch, far: str) -> None:
    with pytest.raises(FetchFailed, match=r"more than 0\.00954 MB") as error:
        await fetch("GET", f"{far}/much")
    assert error.value.again is False


async def test_a_host_that_does_not_answer_may_be_asked_later(fetch: GuardedFetch, unused_tcp_port: int) -> None:
    with pytest.raises(FetchFailed) as error:
        await fetch("GET", f"http://localhost:{unused_tcp_port}/")
    assert error.value.again
