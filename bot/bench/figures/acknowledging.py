"""How many webhooks a second are stored and answered 200, while no worker competes."""

from __future__ import annotations

from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

import orjson

from bot.bench.pacing import InFlight, at_rate, until
from bot.bench.report import Result, Row
from bot.bench.sentences import sentences
from bot.bench.stand import Stand, stand
from bot.bench.stats import Summary, summarise

if TYPE_CHECKING:
    from pathlib import Path

    from bot.bench.meter import Meter
    from bot.bench.plan import Plan

_IN_FLIGHT = 256
_RATE = 2_500
_OK = 200
_MS = 1_000


class _Sender:
    """Sends distinct messages and keeps the milliseconds from due to acknowledged."""

    def __init__(self, on: Stand) -> None:
        self._on = on
        self._texts = [orjson.dumps(sentence) for sentence in sentences()]
        self._sent = 0
        self.latencies: list[float] = []
        self.refused = 0
        self.loop: InFlight | None = None

    def send(self, due: float) -> None:
        """Send the next message, of the next customer."""
        self._sent += 1
        asker = self._on.askers[self._sent % len(self._on.askers)]
        request = self._on.webhooks.text(asker, self._texts[self._sent % len(self._texts)])
        self._on.pool.send(request, partial(self._done, due))

    @property
    def pending(self) -> int:
        """How many have no answer yet."""
        return self._sent - len(self.latencies) - self.refused

    def _done(self, due: float, status: int) -> None:
        if status == _OK:
            self.latencies.append((perf_counter() - due) * _MS)
        else:
            self.refused += 1
        if self.loop is not None:
            self.loop.ended()


async def measure(folder: Path, plan: Plan, meter: Meter) -> Result:
    """Measure the highest rate with 256 requests in flight, then the latency at 2,500 a second."""
    web_alone = {"WASLA_ROLE": "web"}
    async with stand(folder, customers=plan.customers, connections=_IN_FLIGHT, extra=web_alone) as on:
        async with meter.running("acknowledgements: warming up", plan.warm_up):
            await _closed(on, plan.warm_up)
        async with meter.running("acknowledgements: as many as possible", plan.stretch):
            flat_out = await _closed(on, plan.stretch)
        async with meter.running(f"acknowledgements: {_RATE:,}/s", plan.stretch):
            steady = _Sender(on)
            await at_rate(_RATE, plan.stretch, steady.send)
            await until(lambda: not steady.pending, plan.patience)
    return Result(_rows(*flat_out, summarise(steady.latencies), steady.refused))


async def _closed(on: Stand, seconds: float) -> tuple[float, Summary, int]:
    """Return how many a second were acknowledged, their latencies, and how many were refused."""
    sender = _Sender(on)
    sender.loop = InFlight(_IN_FLIGHT, seconds, sender.send)
    took = await sender.loop.run()
    return len(sender.latencies) / took, summarise(sender.latencies), sender.refused


def _rows(rate: float, flat_out: Summary, refused: int, steady: Summary, refused_steadily: int) -> list[Row]:
    note = f"{_IN_FLIGHT} in flight, p50 {flat_out.p50:.0f} ms, p99 {flat_out.p99:.0f} ms, {refused + refused_steadily} refused"
    return [
        Row("durable acknowledgements, workers idle", rate, "/s", 5_000, "least", note),
        Row(f"acknowledgement at {_RATE:,}/s, p50", steady.p50, "ms"),
        Row(f"acknowledgement at {_RATE:,}/s, p99", steady.p99, "ms", 100, note=f"worst {steady.worst:.0f} ms"),
    ]
