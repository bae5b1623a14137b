from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.bench.http import Pool, message_size

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

REQUEST = b"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
BUSY = b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n"


class Server:
    """Answers each request with the next of ``answers``, in pieces where a tuple says so; ``None`` hangs up."""

    def __init__(self) -> None:
        self.answers: list[tuple[bytes, ...] | None] = []
        self.port = 0
        self.writers: list[asyncio.StreamWriter] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        while len(await reader.read(len(REQUEST))) == len(REQUEST):
            answer = self.answers.pop(0) if self.answers else (OK,)
            if answer is None:
                break
            for piece in answer:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0.01)
        writer.close()


@pytest_asyncio.fixture
async def server() -> AsyncIterator[Server]:
    made = Server()
    listening = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = listening.sockets[0].getsockname()[1]
    yield made
    listening.close()
    for writer in made.writers:
        writer.close()
        await writer.wait_closed()


async def statuses(pool: Pool, count: int) -> list[int]:
    """Send so many requests at once and return what came back, in order of arrival."""
    seen: asyncio.Queue[int] = asyncio.Queue()
    for _ in range(count):
        pool.send(REQUEST, seen.put_nowait)
    return [await asyncio.wait_for(seen.get(), 5) for _ in range(count)]


@pytest.mark.parametrize("cut", [0, 4, 20, 37])
def test_a_head_that_is_not_whole_has_no_size_yet(cut: int) -> None:
    assert message_size(OK[:cut]) is None


def test_the_size_is_head_and_body() -> None:
    assert message_size(OK + b"the next") == len(OK)


def test_without_a_length_there_is_no_body() -> None:
    assert message_size(b"HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n") == 38


def test_a_length_in_the_body_is_not_the_heads() -> None:
    assert message_size(b"HTTP/1.1 200 OK\r\n\r\nx\r\nContent-Length: 9\r\n") == 19


async def test_a_request_gets_its_status(server: Server) -> None:
    pool = await Pool.open("127.0.0.1", server.port, 1)
    server.answers = [(BUSY,), (OK,)]
    assert await statuses(pool, 2) == [503, 200]
    await pool.close()


async def test_what_finds_no_connection_free_waits_its_turn(server: Server) -> None:
    pool = await Pool.open("127.0.0.1", server.port, 2)
    assert await statuses(pool, 9) == [200] * 9
    await pool.close()


async def test_an_answer_may_come_in_pieces(server: Server) -> None:
    server.answers = [(OK[:10], OK[10:40], OK[40:])]
    pool = await Pool.open("127.0.0.1", server.port, 1)
    assert await statuses(pool, 2) == [200, 200]
    await pool.close()


async def test_a_broken_connection_is_told_and_not_used_again(server: Server) -> None:
    pool = await Pool.open("127.0.0.1", server.port, 2)
    server.answers = [None]
    assert sorted(await statuses(pool, 4)) == [0, 200, 200, 200]
    await pool.close()


async def test_without_any_connection_nothing_waits(server: Server) -> None:
    pool = await Pool.open("127.0.0.1", server.port, 1)
    server.answers = [None]
    assert await statuses(pool, 3) == [0, 0, 0]
    assert await statuses(pool, 1) == [0]


async def test_closing_tells_what_is_under_way(server: Server) -> None:
    pool = await Pool.open("127.0.0.1", server.port, 1)
    server.answers = [()]
    seen: asyncio.Queue[int] = asyncio.Queue()
    pool.send(REQUEST, seen.put_nowait)
    await pool.close()
    assert await asyncio.wait_for(seen.get(), 5) == 0


async def test_nobody_listening_is_an_error() -> None:
    with pytest.raises(OSError, match=r"[Cc]onnect"):
        await Pool.open("127.0.0.1", 9, 1)
