"""``/livez`` and ``/readyz`` mean what they say."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web

from bot.app import tracing
from bot.app.pulse import LONGEST, Pulse
from bot.app.tracing import open_spans
from bot.errors import UserMistake
from bot.flow.batch import Outcome
from bot.web.health import Health
from bot.workers.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp.test_utils import TestClient
    from pytest_aiohttp import AiohttpClient

    from bot.db import Database
    from bot.domain.inbox import InboxItem
    from bot.flow.batch import Queued
    from bot.settings import Settings
    from tests.app.conftest import Start


class Time:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def pulse(time: Time) -> Pulse:
    return Pulse(time)


@pytest.fixture
async def probes(pulse: Pulse, database: Database, aiohttp_client: AiohttpClient) -> TestClient[web.Request, web.Application]:
    health = Health(database, pulse)
    application = web.Application()
    application.router.add_get("/livez", health.live)
    application.router.add_get("/readyz", health.ready)
    return await aiohttp_client(application)


async def _statuses(client: TestClient[web.Request, web.Application]) -> list[int]:
    return [(await client.get(path)).status for path in ("/livez", "/readyz")]


def test_work_that_never_ends_is_stuck_and_what_ends_is_not(pulse: Pulse, time: Time) -> None:
    with pulse.working("inbox message"):
        with pulse.working("sending"):
            time.now = LONGEST
        assert pulse.stuck() == []
        time.now = LONGEST + 1
        assert pulse.stuck() == ["inbox message"]
    assert pulse.stuck() == []


async def test_handling_is_work(pulse: Pulse, time: Time) -> None:
    async def slow(items: Sequence[InboxItem], now: int, queued: Queued) -> Outcome:  # noqa: ARG001 - a handler's names
        time.now = LONGEST + 1
        assert pulse.stuck() == ["inbox event"]
        return Outcome()

    await pulse.handling("inbox event", slow)((), 0, lambda _: None)
    assert pulse.stuck() == []


async def test_a_loop_that_was_cancelled_from_within_is_dead_and_one_that_we_end_is_not() -> None:
    runner = Runner()

    async def cancelled() -> None:
        raise asyncio.CancelledError

    async def usual() -> None:
        await asyncio.sleep(60)

    runner.start("inbox sweep", cancelled)
    runner.start("partitions", usual)
    await asyncio.sleep(0.01)
    assert runner.dead == ["inbox sweep"]
    await runner.close()
    assert runner.dead == ["inbox sweep"]


async def test_probes_fail_while_something_is_stuck(probes: TestClient[web.Request, web.Application], pulse: Pulse) -> None:
    assert await _statuses(probes) == [200, 200]
    pulse.dead = lambda: ["inbox sweep"]
    assert await _statuses(probes) == [503, 503]


async def test_who_ends_is_alive_but_not_ready(probes: TestClient[web.Request, web.Application], pulse: Pulse) -> None:
    pulse.ending = True
    assert await _statuses(probes) == [200, 503]


@pytest.mark.embedded
async def test_before_it_ends_a_bot_says_that_it_wants_nothing_more_and_still_takes_in(start: Start, settings: Settings) -> None:
    url = f"http://{settings.host}:{settings.port}"
    up, seen = asyncio.Event(), []

    async def live() -> None:
        async with start(settings.model_copy(update={"drain_seconds": 1.0})):
            up.set()

    async def look() -> None:
        await up.wait()
        await asyncio.sleep(0.1)
        async with aiohttp.ClientSession() as session:
            for path in ("/readyz", "/livez", "/webhooks/whatsapp?hub.mode=subscribe&hub.verify_token=knock+knock&hub.challenge=1"):
                async with session.get(f"{url}{path}") as response:
                    seen.append(response.status)

    await asyncio.gather(live(), look())
    assert seen == [503, 200, 200]


async def test_without_the_extra_the_switch_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    with pytest.raises(UserMistake, match=r"wasla\[otel\]"):
        async with open_spans(wanted=True):
            pass
    assert tracing.WITHOUT.startswith("WASLA_TRACES is on")


async def test_switched_off_nothing_is_opened() -> None:
    async with open_spans(wanted=False) as spans:
        assert spans is None
