"""OpenTelemetry spans: the webhook, the handling, the sending and the statuses of a message as one trace, across the stored queue.

This module is imported only where traces are wanted; it needs the extra ``wasla[otel]``. Where spans go and how many of them is said
by OpenTelemetry's own variables (OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER, OTEL_SERVICE_NAME ...).
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from opentelemetry.sdk.resources import SERVICE_NAME, OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import Decision
from opentelemetry.trace import NonRecordingSpan, SpanContext, SpanKind, StatusCode, TraceFlags, set_span_in_context
from typing_extensions import override

from bot.domain.tracing import root_span, trace_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from opentelemetry.context import Context
    from opentelemetry.sdk.trace.export import SpanExporter

    from bot.domain.delivery import OutboxItem
    from bot.domain.inbox import InboxItem
    from bot.domain.message import StatusUpdate
    from bot.flow.batch import Outcome

_NANOS: Final = 1_000_000


class _Ids(RandomIdGenerator):
    """Gives the spans in which traces begin the ids that are derived for them; all others get any."""

    root: str | None = None

    @override
    def generate_trace_id(self) -> int:
        return int(self.root, 16) if self.root is not None else super().generate_trace_id()

    @override
    def generate_span_id(self) -> int:
        return int(root_span(self.root), 16) if self.root is not None else super().generate_span_id()


class Spans:
    """Makes spans. ``exporter`` gets them in batches, from a thread of its own; ``close`` sends what is left."""

    def __init__(self, exporter: SpanExporter, name: str = "wasla") -> None:
        self._ids = _Ids()
        resource = Resource({SERVICE_NAME: name}).merge(OTELResourceDetector().detect())
        self._provider = TracerProvider(resource=resource, id_generator=self._ids, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("wasla")

    def close(self) -> None:
        """Send what is left; it waits for the receiver as long as OpenTelemetry's settings allow."""
        self._provider.shutdown()

    def received(self, items: Sequence[InboxItem], now: int) -> None:
        """Begin a trace for each item: the span ``webhook`` goes from receiving to having stored it."""
        for item in items:
            self._ids.root = trace_id(item.id)
            try:
                span = self._tracer.start_span("webhook", kind=SpanKind.SERVER, start_time=item.received_at * _NANOS, attributes=_about(item))
            finally:
                self._ids.root = None
            span.end(max(now, item.received_at) * _NANOS)

    def handled(self, kind: str, items: Sequence[InboxItem], outcome: Outcome, began: int, now: int) -> None:
        """Add the handling of each item to its trace; items are handled in batches, so spans may cover one another."""
        again, parked = {item.id for item in outcome.retry}, {item.id for item in outcome.parked}
        for item in items:
            came_of = "again" if item.id in again else "parked" if item.id in parked else "waits" if item.lane in outcome.waits else "handled"
            attributes: dict[str, str | int] = {"wasla.kind": kind, "wasla.outcome": came_of, "wasla.batch": len(items)}
            self._add("handle", trace_id(item.id), began, now, attributes)

    @contextmanager
    def sending(self, item: OutboxItem, trace: str) -> Iterator[None]:
        """Add the call to WhatsApp to a message's trace."""
        attributes: dict[str, str | int] = {"wasla.kind": item.kind, "wasla.store": item.store_id, "wasla.attempts": item.attempts}
        if item.notice is not None:
            attributes["wasla.milestone"] = item.notice.milestone
        span = self._tracer.start_span("send", self._beginning(trace), kind=SpanKind.CLIENT, attributes=attributes)
        try:
            yield
        finally:
            span.end()

    def told(self, news: Sequence[StatusUpdate], now: int) -> None:
        """Add statuses to the traces of their messages, each from when it happened, by WhatsApp's clock, to when it was written down."""
        for status in news:
            if status.trace is not None:
                attributes: dict[str, str | int] = {"wasla.state": status.state or "", "wasla.code": status.error_code or 0}
                self._add("status", status.trace, min(status.at, now), now, attributes, failed=status.state == "failed")

    def _add(self, name: str, trace: str, began: int, now: int, attributes: Mapping[str, str | int], *, failed: bool = False) -> None:
        span = self._tracer.start_span(name, self._beginning(trace), kind=SpanKind.CONSUMER, start_time=began * _NANOS, attributes=dict(attributes))
        if failed:
            span.set_status(StatusCode.ERROR)
        span.end(now * _NANOS)

    def _beginning(self, trace: str) -> Context:
        """Return the context of a trace's first span, wherever that was made. Samplers decide by the trace id, so all decide alike."""
        number = int(trace, 16)
        decided = self._provider.sampler.should_sample(None, number, "webhook").decision
        flags = TraceFlags(TraceFlags.SAMPLED if decided is Decision.RECORD_AND_SAMPLE else TraceFlags.DEFAULT)
        return set_span_in_context(NonRecordingSpan(SpanContext(number, int(root_span(trace), 16), is_remote=True, trace_flags=flags)))


def _about(item: InboxItem) -> dict[str, str]:
    return {"wasla.kind": item.kind, "wasla.source": item.source}
