"""What stands in the database and in the senders at the moment of asking, in Prometheus' terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from bot.db.desk import Filters
from bot.domain.clock import SECOND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bot.app.metrics import Metrics
    from bot.db import Database
    from bot.domain.inbox import InboxKind
    from bot.workers.outbox import NumberSender

KINDS: Final[tuple[InboxKind, ...]] = ("message", "status", "event", "identity", "account")
# Whoever asks more often than this gets what was found last: asking must cost a busy database nothing to speak of.
FRESH: Final = 5 * SECOND


class Gauges:
    """Looks at what all processes share, and at this one's senders; ``accounts`` are the business accounts."""

    def __init__(
        self,
        db: Database,
        metrics: Metrics,
        senders: Mapping[str, NumberSender],
        accounts: Iterable[str],
        clock: Callable[[], int],
    ) -> None:
        self._db = db
        self._metrics = metrics
        self._senders = senders
        self._accounts = sorted({account for account in accounts if account})
        self._clock = clock
        self._shared = b""
        self._looked_at: int | None = None

    async def text(self) -> bytes:
        """Return everything in Prometheus' text format; raise ``DatabaseDown`` when the database is away."""
        now = self._clock()
        if self._looked_at is None or now - self._looked_at >= FRESH:
            self._shared = generate_latest(await self._look(now))
            self._looked_at = now
        return generate_latest(self._metrics.registry) + generate_latest(self._own()) + self._shared

    def _own(self) -> CollectorRegistry:
        """Look at this process's senders."""
        registry = CollectorRegistry()
        in_charge = Gauge("wasla_sender_in_charge", "Whether this process sends for the number", ("number",), registry=registry)
        in_hand = Gauge("wasla_sender_items", "Messages that this process has in hand", ("number",), registry=registry)
        stopped = Gauge("wasla_sender_stopped", "Whether the number sends nothing until somebody acts", ("number",), registry=registry)
        waited = Counter("wasla_sender_waited_seconds", "How long the number's throughput has made messages wait", ("number",), registry=registry)
        for number, sender in self._senders.items():
            in_charge.labels(number).set(sender.in_charge)
            in_hand.labels(number).set(sender.waiting)
            stopped.labels(number).set(sender.pace.stopped)
            waited.labels(number).inc(sender.pace.waited / SECOND)
        return registry

    async def _look(self, now: int) -> CollectorRegistry:
        registry = CollectorRegistry()
        await self._look_at_queues(registry, now)
        await self._look_at_trouble(registry)
        return registry

    async def _look_at_queues(self, registry: CollectorRegistry, now: int) -> None:
        age = Gauge("wasla_inbox_oldest_seconds", "How long the oldest item has waited to be handled", ("kind",), registry=registry)
        due = Gauge("wasla_outbox_oldest_seconds", "How long the message that is due longest has waited", ("number", "queue"), registry=registry)
        for kind in KINDS:
            received_at = await self._db.inbox.oldest(kind)
            age.labels(kind).set(0 if received_at is None else max(0, now - received_at) / SECOND)
        for number in self._senders:
            for queue, urgent in (("urgent", True), ("usual", False)):
                due_at = await self._db.outbox.longest_due(number, urgent=urgent)
                due.labels(number, queue).set(0 if due_at is None else max(0, now - due_at) / SECOND)

    async def _look_at_trouble(self, registry: CollectorRegistry) -> None:
        parked = Gauge("wasla_parked_items", "Items that were put aside and wait for somebody", registry=registry)
        alerts = Gauge("wasla_alerts_open", "What somebody has to do before something works again", ("kind",), registry=registry)
        templates = Gauge("wasla_templates", "Templates at WhatsApp", ("status",), registry=registry)
        waiting = Gauge("wasla_conversations_waiting", "Customers who wait for a person", registry=registry)
        parked.set(await self._db.parked.count())
        for alert in await self._db.alerts.open():
            alerts.labels(alert.kind).inc()
        for account in self._accounts:
            for copy in await self._db.templates.of_account(account):
                templates.labels(copy.status).inc()
        waiting.set((await self._db.desk.counters(Filters())).waiting)
