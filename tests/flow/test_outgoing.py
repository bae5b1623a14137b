from __future__ import annotations

import base64
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import orjson
import pytest
from standardwebhooks import Webhook

from bot.connectors.base import Response
from bot.domain.outgoing import OutgoingEvent
from bot.errors import FetchFailed
from bot.flow.outgoing import Receiver, TellOthers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.db import Database

NOW = 1_795_000_000_000
SECRET = "whsec_" + base64.b64encode(b"the secret of the house of light").decode()
RECEIVER = Receiver("https://shop.example/wasla", SECRET)
EVENT = OutgoingEvent("o:1:failed", "noor", "message.failed", NOW - 5, {"order": "NH-1", "code": 131026, "customer": None}, NOW)


@dataclass
class Shop:
    """Takes what it is sent and answers in turn; the last answer for ever."""

    answers: list[Response | FetchFailed]
    sent: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)

    async def __call__(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        json: object = None,
        data: bytes | None = None,
    ) -> Response:
        assert (method, params, json) == ("POST", None, None)
        self.sent.append((url, headers or {}, data or b""))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, FetchFailed):
            raise answer
        return answer


def answering(*answers: int | FetchFailed) -> Shop:
    return Shop([answer if isinstance(answer, FetchFailed) else Response(answer, {}, b"") for answer in answers])


async def state_of(database: Database) -> tuple[str, int, int]:
    (event,) = await database.outgoing.of_store("noor")
    return event.state, event.attempts, len(event.log)


async def test_an_event_is_told_once_and_signed(database: Database) -> None:
    await database.outgoing.add([EVENT, EVENT])
    shop = answering(204)
    others = TellOthers(database, shop, {"noor": RECEIVER})
    assert [await others.run(NOW), await others.run(NOW)] == [1, 0]
    ((url, headers, body),) = shop.sent
    assert url == RECEIVER.url
    assert orjson.loads(body)["data"] == {"store": "noor", "order": "NH-1", "code": 131026, "customer": None}
    assert headers["webhook-id"] == EVENT.id
    assert headers["webhook-signature"] == Webhook(SECRET).sign(EVENT.id, _moment(headers), body.decode())
    assert await state_of(database) == ("delivered", 1, 1)


def _moment(headers: Mapping[str, str]) -> datetime:

    return datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)


@pytest.mark.parametrize("trouble", [500, FetchFailed("no answer")])
async def test_a_receiver_in_trouble_is_told_later(database: Database, trouble: int | FetchFailed) -> None:
    await database.outgoing.add([EVENT])
    others = TellOthers(database, answering(trouble, 200), {"noor": RECEIVER})
    assert [await others.run(NOW), await others.run(NOW + 4_000), await others.run(NOW + 5_000)] == [0, 0, 1]
    assert await state_of(database) == ("delivered", 2, 2)


async def test_the_log_says_what_every_attempt_gave(database: Database) -> None:
    await database.outgoing.add([EVENT])
    await TellOthers(database, answering(503), {"noor": RECEIVER}).run(NOW)
    (event,) = await database.outgoing.of_store("noor")
    assert event.log == ("2026-11-18T11:06:40+00:00 HTTP 503",)


async def test_a_receiver_that_is_gone_is_left_alone(database: Database) -> None:
    await database.outgoing.add([EVENT, replace(EVENT, id="second")])
    shop = answering(410)
    await TellOthers(database, shop, {"noor": RECEIVER}).run(NOW)
    assert len(shop.sent) == 1


@pytest.mark.parametrize("receivers", [{}, {"noor": replace(RECEIVER, types=frozenset(("request.created",)))}])
async def test_what_nobody_wants_is_not_sent(database: Database, receivers: dict[str, Receiver]) -> None:
    await database.outgoing.add([EVENT])
    shop = answering(200)
    assert await TellOthers(database, shop, receivers).run(NOW) == 1
    assert shop.sent == []


async def test_old_events_are_forgotten(database: Database) -> None:
    await database.outgoing.add([EVENT, replace(EVENT, id="new", at=NOW)])
    assert await database.outgoing.remove_before(NOW) == 1
    assert [event.id for event in await database.outgoing.of_store("noor")] == ["new"]
