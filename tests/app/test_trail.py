"""One id from the webhook to the status, in the log and in traces; and nobody's number, address or words in the log."""

from __future__ import annotations

import json
import logging
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.app.spans import Spans
from bot.app.trail import Trail
from bot.domain.delivery import OutboxItem
from bot.domain.inbox import InboxItem
from bot.domain.message import StatusUpdate, WireIdentity
from bot.domain.tracing import root_span, trace_id
from bot.flow.batch import Outcome
from bot.flow.lines import accepted
from bot.flow.reports import Report
from bot.log import JsonLines
from tests.app.conftest import NOOR, SARA, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from bot.flow.batch import Queued
    from bot.settings import Settings
    from tests.app.conftest import Bot, Start

NOW = 1_760_000_000_000
MESSAGE = InboxItem("wa:wamid.1", "message", "wa:966501234567", NOW - 900, NOW - 800, "n1", b"{}")
TRACE = trace_id("wa:wamid.1")
ANSWER = OutboxItem("c:n1:cu:sara:1:0", "answer", "noor", "cu:sara", "c:n1:cu:sara", "n1", WireIdentity(), NOW, NOW, trace=TRACE)
SECRET_WORDS = "my blorp is at sara.private@mail.example, call +966 55 987 6543"


@contextmanager
def logged() -> Iterator[StringIO]:
    """What is logged from INFO on, as ``wasla serve`` writes it."""
    told = StringIO()
    handler = logging.StreamHandler(told)
    handler.setFormatter(JsonLines((NOOR.phone_number_id,)))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel("INFO")
    yield told
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def told() -> Iterator[StringIO]:
    with logged() as told:
        yield told


def lines(told: StringIO, **wanted: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [json.loads(line) for line in told.getvalue().splitlines()]
    return [line for line in found if line["logger"] == "bot.app.trail" and wanted.items() <= line.items()]


async def _do_nothing(items: Sequence[InboxItem], now: int, queued: Queued) -> Outcome:  # noqa: ARG001 - a handler's names
    logging.getLogger("bot.test").info("deep inside")
    return Outcome()


async def _fail(items: Sequence[InboxItem], now: int, queued: Queued) -> Outcome:  # noqa: ARG001 - a handler's names
    raise ValueError("why")


async def _walk(trail: Trail) -> None:
    """Take a message from its webhook to its status."""
    trail.received([MESSAGE])
    await trail.handling("message", _do_nothing)([MESSAGE], NOW, lambda _: None)
    with trail.sending(ANSWER):
        logging.getLogger("bot.test").info("on the wire")
    trail.sent([Report(ANSWER, accepted(ANSWER, NOW, "w"))])
    trail.told([StatusUpdate("w", "delivered", NOW, trace=TRACE), StatusUpdate("w", "read", NOW)])


async def test_each_step_of_a_message_is_a_line_under_its_id(told: StringIO) -> None:
    await _walk(Trail(lambda: NOW))
    assert [line["message"] for line in lines(told, trace=TRACE)] == ["received", "handled", "accepted", "delivered"]


async def test_what_is_logged_on_the_way_carries_the_id(told: StringIO) -> None:
    await _walk(Trail(lambda: NOW))
    logging.getLogger("bot.test").info("afterwards")
    found = [json.loads(line) for line in told.getvalue().splitlines()]
    assert {line["message"]: line.get("trace") for line in found if line["logger"] == "bot.test"} == {
        "deep inside": TRACE,
        "on the wire": TRACE,
        "afterwards": None,
    }


async def test_what_fails_is_logged_with_what_it_was_about(told: StringIO) -> None:
    with pytest.raises(ValueError, match="why") as caught:
        await Trail(lambda: NOW).handling("message", _fail)([MESSAGE], NOW, lambda _: None)
    logging.getLogger("bot.test").error("failed", exc_info=caught.value)
    assert json.loads(told.getvalue())["trace"] == TRACE


async def test_a_failed_message_says_its_code(told: StringIO) -> None:
    Trail(lambda: NOW).told([StatusUpdate("w", "failed", NOW, error_code=131_026, trace=TRACE)])
    assert lines(told)[0]["code"] == "131026"


async def test_spans_of_a_message_are_one_trace_that_begins_at_the_webhook() -> None:
    exporter = InMemorySpanExporter()
    spans = Spans(exporter)
    await _walk(Trail(lambda: NOW, spans))
    spans.close()
    found = {span.name: span for span in exporter.get_finished_spans()}
    assert sorted(found) == ["handle", "send", "status", "webhook"]
    assert {format(span.context.trace_id, "032x") for span in found.values()} == {TRACE}
    assert format(found["webhook"].context.span_id, "016x") == root_span(TRACE)
    assert found["webhook"].parent is None
    assert {format(found[name].parent.span_id, "016x") for name in ("handle", "send", "status")} == {root_span(TRACE)}  # type: ignore[union-attr]
    assert (found["webhook"].start_time, found["webhook"].end_time) == ((NOW - 800) * 1_000_000, NOW * 1_000_000)


async def test_of_two_items_each_begins_its_own_trace() -> None:
    exporter = InMemorySpanExporter()
    spans = Spans(exporter)
    Trail(lambda: NOW, spans).received([MESSAGE, replace(MESSAGE, id="wa:2"), replace(MESSAGE, id="wa:3:read", kind="status")])
    spans.close()
    assert [format(span.context.trace_id, "032x") for span in exporter.get_finished_spans()] == [TRACE, trace_id("wa:2")]


async def test_what_the_sampler_leaves_out_is_left_out_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "parentbased_always_off")
    exporter = InMemorySpanExporter()
    spans = Spans(exporter)
    await _walk(Trail(lambda: NOW, spans))
    spans.close()
    assert exporter.get_finished_spans() == ()


@pytest.mark.embedded
async def test_a_question_is_followed_from_its_webhook_to_the_status_of_its_answer(bot: Bot, told: StringIO) -> None:
    bot.phone("sara").says("hello")
    await until(lambda: _has(told, "delivered"))
    (received,) = lines(told, message="received", kind="message")
    await until(lambda: _has(told, "accepted"))
    await until(lambda: _has(told, "handled"))
    walked = [line["message"] for line in lines(told, trace=received["trace"])]
    # WhatsApp may tell of a message before its answer to our request is written down.
    assert walked[0] == "received"
    assert {"handled", "accepted", "delivered"} <= set(walked)


@pytest.mark.embedded
async def test_an_event_of_the_store_is_followed_to_its_notice_and_its_status(bot: Bot, told: StringIO) -> None:
    await bot.order()
    await until(lambda: _has(told, "delivered"))
    await until(lambda: _has(told, "accepted"))
    (received,) = lines(told, message="received", kind="event")
    walked = lines(told, trace=received["trace"])
    assert {"received", "handled", "accepted", "delivered"} <= {line["message"] for line in walked}
    assert next(line for line in walked if line["message"] == "accepted")["milestone"] in {"confirmed", "payment_received"}


async def _has(told: StringIO, message: str) -> bool:
    return bool(lines(told, message=message))


@pytest.mark.embedded
async def test_no_number_address_or_word_of_a_customer_is_in_the_log_of_a_running_bot(bot: Bot, told: StringIO) -> None:
    await bot.order()
    bot.phone("sara").says(SECRET_WORDS)
    await bot.db.inbox.add_many([InboxItem("wa:wamid.HBgMOTY2NTAxMjM0NTY3", "message", "wa:1", NOW, NOW, NOOR.phone_number_id, b"no JSON")])
    await until(lambda: _has(told, "delivered"))
    await until(lambda: _is_logged(told, "parked wa:wamid."))
    text = told.getvalue()
    assert [one for one in (SARA.wa_id or "", "5012345", "HBgMOTY2NTAx", "private@", "blorp", "55 987", "559876543") if one in text] == []


async def _is_logged(told: StringIO, text: str) -> bool:
    return text in told.getvalue()


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[tuple[str, list[Any]]]:
    """Something that takes OTLP: its address, and the spans that it got."""
    got: list[Any] = []

    async def take(request: web.Request) -> web.Response:
        asked = ExportTraceServiceRequest.FromString(await request.read())
        got.extend(span for resource in asked.resource_spans for scope in resource.scope_spans for span in scope.spans)
        return web.Response(content_type="application/x-protobuf")

    application = web.Application()
    application.router.add_post("/v1/traces", take)
    async with TestServer(application) as server:
        yield str(server.make_url("")).rstrip("/"), got


@pytest.mark.embedded
async def test_a_running_bot_sends_its_traces_to_where_opentelemetry_is_told(
    start: Start, settings: Settings, receiver: tuple[str, list[Any]], told: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, got = receiver
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", where)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
    async with start(settings.model_copy(update={"traces": True})) as bot:
        bot.phone("sara").says("hello")
        await until(lambda: _has(told, "delivered"))
        trace = lines(told, message="received", kind="message")[0]["trace"]
    assert {"webhook", "handle", "send", "status"} <= {span.name for span in got if span.trace_id.hex() == trace}
