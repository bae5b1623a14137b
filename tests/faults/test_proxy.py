"""The proxy passes on what it is given, but for the trouble that it is told to make."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest_asyncio

from tests.crash.conftest import free_port
from tests.faults.proxy import GARBAGE, Address, Proxy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


async def echo(asked: asyncio.StreamReader, answered: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await asked.read(1_000):
            answered.write(data.upper())
            await answered.drain()
    answered.close()


@pytest_asyncio.fixture
async def proxy() -> AsyncIterator[Proxy]:
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    proxy = Proxy([Address("127.0.0.1", free_port()), Address("127.0.0.1", port)], random.Random(1))  # noqa: S311 - guards nothing
    await proxy.start()
    yield proxy
    await proxy.stop()
    server.close()
    await server.wait_closed()


async def ask(proxy: Proxy, text: bytes = b"hello") -> bytes:
    """Return what comes back for a text until the connection ends, or all of it has come."""
    asked, answered = await asyncio.open_connection("127.0.0.1", proxy.port)
    data = b""
    with suppress(ConnectionError):
        answered.write(text)
        while len(data) < len(text) and (more := await asked.read(1_000)):
            data += more
    await hang_up(answered)
    return data


async def hang_up(answered: asyncio.StreamWriter) -> None:
    answered.close()
    with suppress(ConnectionError):
        await answered.wait_closed()


async def test_who_is_not_there_is_passed_over(proxy: Proxy) -> None:
    assert [await ask(proxy) for _ in range(6)] == [b"HELLO"] * 6


async def test_a_cut_ends_what_is_open_and_takes_nothing_new(proxy: Proxy) -> None:
    asked, answered = await asyncio.open_connection("127.0.0.1", proxy.port)
    answered.write(b"hello")
    await asked.readexactly(5)
    proxy.begin("cut")
    with suppress(ConnectionError):
        assert await asked.read() == b""
    assert await ask(proxy) == b""
    await hang_up(answered)


async def test_after_a_cut_it_works_again(proxy: Proxy) -> None:
    proxy.begin("cut")
    proxy.end()
    assert await ask(proxy) == b"HELLO"


async def test_a_delay_loses_nothing(proxy: Proxy) -> None:
    proxy.begin("delay", 0.01)
    assert await ask(proxy) == b"HELLO"


async def test_a_half_closed_answer_does_not_come(proxy: Proxy) -> None:
    proxy.begin("half_close")
    assert await ask(proxy) == b""


async def test_a_truncated_answer_ends_in_its_middle(proxy: Proxy) -> None:
    proxy.begin("truncate")
    assert await ask(proxy) == b"HE"


async def test_garbage_comes_in_place_of_the_answer(proxy: Proxy) -> None:
    proxy.begin("garbage")
    assert GARBAGE.startswith(await ask(proxy))
