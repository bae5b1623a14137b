"""A bot in a few lines, that can also be told to misbehave, and a stand around it."""

from __future__ import annotations

import asyncio
import contextlib
from io import StringIO
from typing import TYPE_CHECKING

import orjson
import pytest
import pytest_asyncio
from rich.console import Console

from bot.bench.crowd import address_book, crowd
from bot.bench.far_end import FarEnd
from bot.bench.http import Pool, message_size
from bot.bench.meter import Meter
from bot.bench.processes import Running
from bot.bench.stand import Stand
from bot.bench.webhooks import Number, Webhooks
from bot.whatsapp.signature import verify

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from bot.bench.crowd import Asker

NOW = 1_790_000_000_000
SEND = b"POST /simulator/graph/v26.0/%b/messages HTTP/1.1\r\nHost: graph\r\nAuthorization: Bearer %b\r\nContent-Length: %d\r\n\r\n%b"


class FakeBot:
    """Answers each webhook with ``status`` and each question with the texts that ``replies`` makes of its asker."""

    def __init__(self, far_end: FarEnd, number: Number) -> None:
        self.status = 200
        self.replies: Callable[[Asker], list[str]] = lambda asker: [f"Order {asker.order_number} is on its way"]
        self.statuses: list[str] = []
        self._number = number
        self._askers = address_book(crowd(50)) | {asker.order_number: asker for asker in crowd(50)}
        self._far_end = far_end
        self._writers: list[asyncio.StreamWriter] = []

    async def start(self) -> int:
        self._graph = await Pool.open("127.0.0.1", self._far_end.port, 4)
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        self._server.close()
        for writer in self._writers:
            writer.close()
            await writer.wait_closed()
        await self._graph.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                body = await reader.readexactly((message_size(head) or 0) - len(head))
                writer.write(b"HTTP/1.1 %d OK\r\nContent-Length: 0\r\n\r\n" % self.status)
                if self.status == 200:
                    self._take_in(head, body)

    def _take_in(self, head: bytes, body: bytes) -> None:
        if head.startswith(b"POST /webhooks/standard/default "):
            self._tell(self._askers[orjson.loads(body)["data"]["order"]])
            return
        signature = head.split(b"X-Hub-Signature-256: ")[1].split(b"\r\n")[0].decode()
        verify(body, signature, [self._number.app_secret])
        self._handle(orjson.loads(body)["entry"][0]["changes"][0]["value"])

    def _handle(self, value: dict[str, list[dict[str, str]]]) -> None:
        self.statuses += [status["status"] for status in value.get("statuses", [])]
        for message in value.get("messages", []):
            self._tell(self._askers[f"wa:{message['from']}"])

    def _tell(self, asker: Asker) -> None:
        for text in self.replies(asker):
            self._graph.send(self._message(asker, text), lambda _status: None)

    def _message(self, asker: Asker, text: str) -> bytes:
        message = {
            "messaging_product": "whatsapp",
            "to": f"+{asker.wa_id}",
            "type": "text",
            "text": {"body": text},
            "biz_opaque_callback_data": f"out:{asker.order_number}",
        }
        body = orjson.dumps(message)
        return SEND % (self._number.phone_number_id.encode(), self._number.access_token.encode(), len(body), body)


@pytest.fixture
def webhooks() -> Webhooks:
    return Webhooks(Number(), "bot.example", lambda: NOW)


@pytest_asyncio.fixture
async def far_end() -> AsyncIterator[FarEnd]:
    made = FarEnd(Number())
    await made.start()
    yield made
    await made.stop()


@pytest_asyncio.fixture
async def fake_bot(far_end: FarEnd) -> AsyncIterator[tuple[FakeBot, int]]:
    bot = FakeBot(far_end, Number())
    port = await bot.start()
    yield bot, port
    await bot.stop()


@pytest_asyncio.fixture
async def stand(far_end: FarEnd, fake_bot: tuple[FakeBot, int], webhooks: Webhooks) -> AsyncIterator[Stand]:
    pool = await Pool.open("127.0.0.1", fake_bot[1], 8)
    yield Stand(Running(1, 0.5), far_end, pool, webhooks, crowd(50), "", 1)
    await pool.close()


@pytest.fixture
def meter() -> Iterator[Meter]:
    with Meter(Console(file=StringIO())) as made:
        yield made
