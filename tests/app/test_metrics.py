"""What ``/metrics`` says after things have happened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from bot.app import clock
from bot.app.metrics import Metrics
from bot.domain.clock import SECOND
from bot.domain.delivery import OutboxItem
from bot.domain.inbox import InboxItem, Parked
from bot.domain.message import StatusUpdate, WireIdentity
from bot.domain.notice import Notice
from bot.flow.lines import accepted, final
from bot.flow.reports import Report
from bot.jobs.schedule import JobRun
from tests.app.conftest import NOOR, until

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.settings import Settings
    from tests.app.conftest import Bot, Start

NOW = 1_760_000_000_000
ANSWER = OutboxItem("c:n1:cu:sara:1:0", "answer", "noor", "cu:sara", "c:n1:cu:sara", "n1", WireIdentity(), NOW - 200, NOW, heard_at=NOW - 500)
NOTICE = replace(ANSWER, id="noor:1:2:0", kind="notice", created_at=NOW - 31_000, heard_at=None, notice=Notice("k", "shipped", "noor:1", "p1"))


def figure(text: str, name: str, **labels: str) -> float | None:
    """Return the value of a series, read as Prometheus reads it."""
    samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return next((sample.value for sample in samples if sample.name == name and labels.items() <= sample.labels.items()), None)


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def value(metrics: Metrics) -> Callable[..., float | None]:
    return lambda name, **labels: metrics.registry.get_sample_value(name, labels)


def test_messages_are_counted_by_what_came_of_them_and_answers_timed_from_the_webhook_on(
    metrics: Metrics, value: Callable[..., float | None]
) -> None:
    failed = final(NOTICE, NOW, "failed", code=131_026)
    again, unknown = Report(ANSWER, again_at=NOW), Report(ANSWER, unknown=True)
    metrics.sent([Report(ANSWER, accepted(ANSWER, NOW, "w1")), Report(NOTICE, accepted(NOTICE, NOW, "w2")), Report(NOTICE, failed), again, unknown])
    outcomes = {("answer", "accepted"): 1, ("notice", "accepted"): 1, ("notice", "failed"): 1, ("answer", "failed"): None}
    assert {key: value("wasla_messages_total", store="noor", kind=key[0], outcome=key[1]) for key in outcomes} == outcomes
    assert (value("wasla_answer_seconds_sum"), value("wasla_answer_seconds_count")) == (0.5, 1)
    assert (value("wasla_notice_seconds_sum", milestone="shipped"), value("wasla_notice_seconds_count", milestone="shipped")) == (31, 1)
    assert value("wasla_message_failures_total", code="131026") == 1
    assert [value("wasla_send_delays_total", why=why) for why in ("again", "unknown")] == [1, 1]


def test_notices_are_timed_from_the_store_s_webhook_on_where_one_led_to_them(metrics: Metrics, value: Callable[..., float | None]) -> None:
    metrics.sent([Report(replace(NOTICE, heard_at=NOW - 40_000), accepted(NOTICE, NOW, "w1")), Report(NOTICE, accepted(NOTICE, NOW, "w2"))])
    assert (value("wasla_event_notice_seconds_sum", milestone="shipped"), value("wasla_event_notice_seconds_count", milestone="shipped")) == (40, 1)
    assert value("wasla_notice_seconds_count", milestone="shipped") == 2
    assert value("wasla_answer_seconds_count") == 0


def test_what_is_no_longer_kept_is_counted(metrics: Metrics, value: Callable[..., float | None]) -> None:
    metrics.let_go({"transcript": 3})
    metrics.let_go({"transcript": 2, "audit": 1})
    assert [value("wasla_retention_removed_total", collection=name) for name in ("transcript", "audit")] == [5, 1]


def test_statuses_are_counted_with_their_codes(metrics: Metrics, value: Callable[..., float | None]) -> None:
    metrics.told([StatusUpdate("w1", "delivered", NOW), StatusUpdate("w2", "failed", NOW, error_code=131_049), StatusUpdate("w3", "failed", NOW)])
    assert [value("wasla_message_statuses_total", state=state) for state in ("delivered", "failed", "read")] == [1, 2, None]
    assert [value("wasla_message_failures_total", code=code) for code in ("131049", "none")] == [1, 1]


def test_items_are_counted_when_they_are_handled_or_put_aside(metrics: Metrics, value: Callable[..., float | None]) -> None:
    items = [InboxItem(f"wa:{n}", "message", "cu", NOW, NOW - n * SECOND, "n1", b"{}") for n in range(3)]
    metrics.handled("message", items, 1, NOW)
    metrics.handled("message", [], 0, NOW)
    assert [value(f"wasla_inbox_{name}_total", kind="message") for name in ("handled", "parked")] == [2, 1]
    assert value("wasla_inbox_handling_seconds_sum", kind="message") == 3


def test_a_job_that_fails_keeps_the_instant_of_its_last_success(metrics: Metrics, value: Callable[..., float | None]) -> None:
    metrics.ran(JobRun("digest", NOW, 2.0, 5))
    metrics.ran(JobRun("digest", NOW + SECOND, 1.0, None))
    assert [value("wasla_job_runs_total", job="digest", outcome=outcome) for outcome in ("done", "failed")] == [1, 1]
    assert (value("wasla_job_items_total", job="digest"), value("wasla_job_seconds_sum", job="digest")) == (5, 3)
    assert value("wasla_job_last_success_timestamp_seconds", job="digest") == NOW / SECOND


@pytest.mark.embedded
async def test_a_running_bot_tells_of_a_question_and_its_answer(bot: Bot) -> None:
    bot.phone("sara").says("hello")

    async def told() -> str | None:
        _, text = await bot.get("/metrics")
        return text if figure(text, "wasla_message_statuses_total", state="sent") else None

    await until(told)
    text = await told() or ""
    assert figure(text, "wasla_inbox_handled_total", kind="message") == 1
    assert figure(text, "wasla_messages_total", store="noor", kind="answer", outcome="accepted") == 1
    assert 0 < (figure(text, "wasla_answer_seconds_sum") or 0) < 30
    assert figure(text, "wasla_sender_in_charge", number=NOOR.phone_number_id) == 1
    assert (figure(text, "wasla_http_requests_total", method="POST", route="/webhooks/whatsapp", status="200") or 0) >= 2
    assert figure(text, "wasla_parked_items") == 0
    assert "hello" not in text


@pytest.mark.embedded
async def test_what_waits_or_was_put_aside_is_seen_in_the_database(bot: Bot) -> None:
    await bot.db.parked.add_many([Parked("wa:1", "message", NOW, "n1", "unreadable", b"{}")])
    later = replace(ANSWER, phone_number_id=NOOR.phone_number_id, state="unknown", due_at=clock() - 90 * SECOND, deadline_at=clock() + 90 * SECOND)
    await bot.db.outbox.add([later])
    _, text = await bot.get("/metrics")
    assert figure(text, "wasla_parked_items") == 1
    assert figure(text, "wasla_inbox_oldest_seconds", kind="message") == 0
    assert 89 < (figure(text, "wasla_outbox_oldest_seconds", number=NOOR.phone_number_id, queue="urgent") or 0) < 120
    assert figure(text, "wasla_outbox_oldest_seconds", number=NOOR.phone_number_id, queue="usual") == 0


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 200), ({"X-Forwarded-For": "127.0.0.1"}, 404), ({"Forwarded": "for=10.0.0.1"}, 404), ({"Authorization": "Bearer whatever"}, 200)],
)
async def test_without_a_token_only_neighbours_see_figures(headers: dict[str, str], status: int, bot: Bot) -> None:
    assert (await bot.get("/metrics", headers=headers))[0] == status


@pytest.mark.embedded
async def test_with_a_token_whoever_has_it_sees_figures(start: Start, settings: Settings) -> None:
    async with start(settings.model_copy(update={"metrics_token": SecretStr("a long token of Prometheus")})) as bot:
        for given, status in (("Bearer a long token of Prometheus", 200), ("Bearer a long token", 404), ("", 404), ("Bearer ü", 404)):
            headers = {"Authorization": given, "X-Forwarded-For": "203.0.113.7"}
            assert (await bot.get("/metrics", headers=headers))[0] == status, given
        assert (await bot.get("/metrics"))[0] == 404
