"""How long it takes to understand a sentence: processor time, so that a busy neighbour doesn't count."""

from __future__ import annotations

import gc
import os
from time import thread_time
from typing import TYPE_CHECKING

from bot.bench.processes import resident_bytes
from bot.bench.report import Result, Row
from bot.bench.sentences import sentences
from bot.bench.stats import summarise
from bot.language.data import data_folder
from bot.language.intents import load_intents
from bot.language.understand import Matcher

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.bench.meter import Meter
    from bot.bench.plan import Plan

_US = 1_000_000
_MIB = 2**20


async def measure(folder: Path, plan: Plan, meter: Meter) -> Result:
    """Measure 500 distinct sentences, one after the other, after one round to warm up."""
    del folder
    before = _resident()
    matcher = Matcher(load_intents(data_folder("intents")))
    texts = sentences()
    async with meter.running("intent match", 1):
        _round(matcher, texts)
        gc.collect()
        after = _resident()
        took = [each for _ in range(plan.repetitions) for each in _round(matcher, texts)]
    seen = summarise(took)
    rows = [
        Row("intent match, p50", seen.p50, "us", 250, note=f"{len(texts)} distinct sentences, {plan.repetitions} rounds"),
        Row("intent match, p99", seen.p99, "us", 900, note=f"worst {seen.worst:.0f} us"),
    ]
    if after:
        rows.append(Row("memory of the matcher", (after - before) / _MIB, "MiB", 60))
    return Result(rows)


def _round(matcher: Matcher, texts: Sequence[str]) -> list[float]:
    took = []
    for text in texts:
        start = thread_time()
        matcher.understand(text, preferred=None)
        took.append((thread_time() - start) * _US)
    return took


def _resident() -> int:
    return resident_bytes(os.getpid()) or 0
