"""What a process counts, in Prometheus' terms. It listens: nothing that works knows of it."""

from __future__ import annotations

from collections import Counter as Count
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from bot.domain.clock import SECOND

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.domain.cost import Charge
    from bot.domain.inbox import InboxItem, InboxKind
    from bot.domain.message import StatusUpdate
    from bot.flow.reports import Report
    from bot.jobs.schedule import JobRun

# Seconds: what a customer feels as at once, soon, slow; and the minutes and hours of a backlog.
_QUICK: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
MICROS: Final = 1_000_000
_LONG: Final = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 14_400)


class Metrics:
    """The figures of one process; ``registry`` holds them."""

    def __init__(self) -> None:
        # When a series began is of no use to anybody here, and doubles what is read.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self._requests = Counter("wasla_http_requests", "Requests answered", ("method", "route", "status"), registry=self.registry)
        self._request = Histogram("wasla_http_request_seconds", "Time to answer a request", ("route",), buckets=_QUICK, registry=self.registry)
        self._turned_away = Counter(
            "wasla_http_refused", "Requests refused because their address had sent too many", ("why",), registry=self.registry
        )
        self._handled = Counter("wasla_inbox_handled", "Items of the inbox that were handled", ("kind",), registry=self.registry)
        self._parked = Counter("wasla_inbox_parked", "Items of the inbox that were put aside", ("kind",), registry=self.registry)
        self._handling = Histogram(
            "wasla_inbox_handling_seconds", "From receiving an item to having decided on it", ("kind",), buckets=_LONG, registry=self.registry
        )
        self._sent = Counter("wasla_messages", "Messages by what came of them first", ("store", "kind", "outcome"), registry=self.registry)
        self._unsent = Counter("wasla_send_delays", "Messages that are queued again, or of unknown outcome", ("why",), registry=self.registry)
        self._answer = Histogram(
            "wasla_answer_seconds", "From a customer's webhook to WhatsApp's acceptance of the answer", buckets=_LONG, registry=self.registry
        )
        self._notice = Histogram(
            "wasla_notice_seconds", "From deciding on a notice to WhatsApp's acceptance", ("milestone",), buckets=_LONG, registry=self.registry
        )
        self._event = Histogram(
            "wasla_event_notice_seconds",
            "From a store's or carrier's webhook to WhatsApp's acceptance of the notice",
            ("milestone",),
            buckets=_LONG,
            registry=self.registry,
        )
        self._statuses = Counter("wasla_message_statuses", "Messages that got this far", ("state",), registry=self.registry)
        self._failures = Counter("wasla_message_failures", "Messages that failed, by WhatsApp's code", ("code",), registry=self.registry)
        self._cost = Counter("wasla_cost_dollars", "What messages cost", ("store", "category"), registry=self.registry)
        self._let_go = Counter("wasla_retention_removed", "Documents that were no longer kept", ("collection",), registry=self.registry)
        self._runs = Counter("wasla_job_runs", "Runs of a job", ("job", "outcome"), registry=self.registry)
        self._did = Counter("wasla_job_items", "How much a job has done", ("job",), registry=self.registry)
        self._took = Histogram("wasla_job_seconds", "How long a run of a job took", ("job",), buckets=_LONG, registry=self.registry)
        self._well = Gauge("wasla_job_last_success_timestamp_seconds", "When a job last came to its end", ("job",), registry=self.registry)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request; ``route`` is the pattern of its address, not the address."""
        self._requests.labels(method, route, str(status)).inc()
        self._request.labels(route).observe(seconds)

    def turned_away(self, why: str) -> None:
        """Count a request that was refused because of how many its address had sent."""
        self._turned_away.labels(why).inc()

    def handled(self, kind: InboxKind, done: Sequence[InboxItem], parked: int, now: int) -> None:
        """Count items of the inbox."""
        self._handled.labels(kind).inc(len(done) - parked)
        if parked:
            self._parked.labels(kind).inc(parked)
        handling = self._handling.labels(kind)
        for item in done:
            handling.observe(max(0, now - item.received_at) / SECOND)

    def sent(self, reports: Sequence[Report]) -> None:
        """Count what came of messages."""
        settled = [(report.item, report.entry) for report in reports if report.entry is not None]
        for (store, kind, outcome), count in Count((item.store_id, item.kind, entry.state or "") for item, entry in settled).items():
            self._sent.labels(store, kind, outcome).inc(count)
        self._failed(entry.error_code for _, entry in settled if entry.state == "failed")
        for item, entry in settled:
            if entry.state != "accepted":
                continue
            if item.heard_at is not None and item.notice is not None:
                self._event.labels(item.notice.milestone).observe(max(0, entry.at - item.heard_at) / SECOND)
            elif item.heard_at is not None:
                self._answer.observe(max(0, entry.at - item.heard_at) / SECOND)
            if item.notice is not None:
                self._notice.labels(item.notice.milestone).observe(max(0, entry.at - item.created_at) / SECOND)
        for why, count in Count("unknown" if report.unknown else "again" for report in reports if report.entry is None).items():
            self._unsent.labels(why).inc(count)

    def told(self, news: Sequence[StatusUpdate]) -> None:
        """Count how far messages got, and with which codes they failed."""
        for state, count in Count(status.state or "" for status in news).items():
            self._statuses.labels(state).inc(count)
        self._failed(status.error_code for status in news if status.state == "failed")

    def charged(self, charges: Sequence[Charge]) -> None:
        """Count what messages cost."""
        for one in charges:
            self._cost.labels(one.store_id, one.category).inc((one.micros or 0) / MICROS)

    def let_go(self, removed: Mapping[str, int]) -> None:
        """Count what was no longer kept."""
        for collection, count in removed.items():
            self._let_go.labels(collection).inc(count)

    def ran(self, run: JobRun) -> None:
        """Count a run of a job."""
        self._runs.labels(run.name, "failed" if run.done is None else "done").inc()
        self._took.labels(run.name).observe(run.took)
        if run.done is not None:
            self._did.labels(run.name).inc(run.done)
            self._well.labels(run.name).set(run.at / SECOND)

    def _failed(self, codes: Iterable[int | None]) -> None:
        for code in codes:
            self._failures.labels("none" if code is None else str(code)).inc()
