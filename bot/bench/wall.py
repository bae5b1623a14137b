"""The only clock of the measurements that tells the time of day; latencies are taken with ``perf_counter``."""

from __future__ import annotations

from time import time_ns


def now() -> int:
    """Return the present instant, in milliseconds since the epoch."""
    return time_ns() // 1_000_000
