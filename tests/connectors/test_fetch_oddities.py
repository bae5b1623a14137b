"""Far ends that answer oddly and addresses that are odd: nothing comes out of a guarded fetch but an answer or ``FetchFailed``."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.base import Options
from bot.connectors.fetch import GuardedFetch, is_public
from bot.errors import FetchFailed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from pytest_aiohttp import AiohttpServer

LARGEST = 10_000


async def onward(request: web.Request) -> web.StreamResponse:
    return web.Response(status=int(request.query.get("status", "302")), headers={"Location": request.query["to"]})


async def nowhere(_request: web.Request) -> web.StreamResponse:
    return web.Response(status=302, text="somewhere else")


async def told(request: web.Request) -> web.StreamResponse:
    names = ("Authorization", "X-Shopify-Access-Token", "X-Mine", "Cookie")
    return web.json_response(
        [request.method, (await request.read()).decode(), {name: request.headers[name] for name in names if name in request.headers}]
    )


async def bomb(_request: web.Request) -> web.StreamResponse:
    return web.Response(body=gzip.compress(b"0" * 50 * LARGEST), headers={"Content-Encoding": "gzip"})


async def broken(_request: web.Request) -> web.StreamResponse:
    return web.Response(body=b"this is not compressed", headers={"Content-Encoding": "gzip"})


async def cut(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "100"})
    await response.prepare(request)
    await response.write(b"half")
    assert request.transport is not None
    request.transport.abort()
    return response


@pytest_asyncio.fixture
async def far(aiohttp_server: AiohttpServer) -> str:
    application = web.Application()
    for handler in (onward, nowhere, told, bomb, broken, cut):
        application.router.add_route("*", f"/{handler.__name__}", handler)
    return f"http://localhost:{(await aiohttp_server(application)).port}"


@pytest_asyncio.fixture
async def fetch() -> AsyncIterator[GuardedFetch]:
    found = GuardedFetch({"localhost", "127.0.0.1"}, largest=LARGEST)
    yield found
    await found.close()


@pytest.mark.parametrize("to", ["https://[", "//[::1", "https://example.com:99999/", "javascript:alert(1)", "https://" + "a" * 70 + ".example/"])
async def test_a_redirect_to_nowhere_is_a_failure_that_stays_one(fetch: GuardedFetch, far: str, to: str) -> None:
    with pytest.raises(FetchFailed) as error:
        await fetch("GET", f"{far}/onward", params={"to": to})
    assert not error.value.again


async def test_a_redirect_that_names_no_place_is_an_answer(fetch: GuardedFetch, far: str) -> None:
    answer = await fetch("GET", f"{far}/nowhere")
    assert (answer.status, answer.body) == (302, b"somewhere else")


@pytest.mark.parametrize(("status", "method", "body"), [("302", "GET", ""), ("303", "GET", ""), ("307", "POST", "x=1"), ("308", "POST", "x=1")])
async def test_only_some_redirects_keep_the_question(fetch: GuardedFetch, far: str, status: str, method: str, body: str) -> None:
    answer = await fetch("POST", f"{far}/onward", params={"to": "/told", "status": status}, data=b"x=1")
    assert answer.body.decode() == f'["{method}", "{body}", {{}}]'


async def test_secrets_stay_with_the_host_that_they_are_for(fetch: GuardedFetch, far: str) -> None:
    headers = {"authorization": "Bearer t", "X-Shopify-Access-Token": "t", "cookie": "a=b", "X-Mine": "plain"}
    same = await fetch("GET", f"{far}/onward", params={"to": f"{far}/told"}, headers=headers)
    other = await fetch("GET", f"{far}/onward", params={"to": f"{far.replace('localhost', '127.0.0.1')}/told"}, headers=headers)
    assert all(name in same.body for name in (b"Authorization", b"X-Shopify", b"Cookie", b"X-Mine"))
    assert other.body == b'["GET", "", {"X-Mine": "plain"}]'


async def test_what_is_large_only_when_unpacked_is_too_large(fetch: GuardedFetch, far: str) -> None:
    with pytest.raises(FetchFailed, match="more than"):
        await fetch("GET", f"{far}/bomb")


@pytest.mark.parametrize("path", ["broken", "cut"])
async def test_half_an_answer_is_none_and_may_be_asked_for_again(fetch: GuardedFetch, far: str, path: str) -> None:
    with pytest.raises(FetchFailed) as error:
        await fetch("GET", f"{far}/{path}")
    assert error.value.again


@pytest.mark.parametrize("value", ["a\nb", "a\r\nHost: x", "\x00"])
async def test_a_header_that_would_be_two_is_never_sent(fetch: GuardedFetch, far: str, value: str) -> None:
    with pytest.raises(FetchFailed) as error:
        await fetch("GET", f"{far}/told", headers={"X-Mine": value})
    assert not error.value.again


@pytest.mark.parametrize(
    "host",
    ["0x7f.1", "2130706433", "127.1", "0177.0.0.1", "localhost.", "[::ffff:7f00:1]", "[::]", "①②⑦.⓪.⓪.①", "%31%32%37.0.0.1"],
)
async def test_no_spelling_of_this_machine_is_asked(host: str) -> None:
    strict = GuardedFetch()
    with pytest.raises(FetchFailed):
        await strict("GET", f"https://{host}/")
    await strict.close()


@given(st.ip_addresses(v=4))
def test_an_address_is_as_public_in_new_clothes_as_in_its_own(address: object) -> None:
    assert is_public(f"::ffff:{address}") == is_public(str(address))


@given(st.text(max_size=20))
def test_what_is_no_address_is_not_public(text: str) -> None:
    assert not is_public(f"x{text}")


def test_options_take_nothing_that_they_do_not_know() -> None:
    assert Options.model_config["extra"] == "forbid"
    assert Options.model_config["hide_input_in_errors"]
