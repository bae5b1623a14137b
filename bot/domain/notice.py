"""Notices: what a customer is told without asking, each thing once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Milestone = Literal["shipped", "stuck"]


@dataclass(frozen=True, slots=True)
class Notice:
    """A thing to tell about an order. ``key`` is its place in the ledger: what stands there has been decided for ever."""

    key: str
    milestone: Milestone
    order_id: str
    parcel: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A notice that is not said, and why; recorded in the ledger beside those that are."""

    key: str
    milestone: Milestone
    order_id: str
    reason: str


def ledger_key(order_id: str, milestone: Milestone, parcel: str, cycle: int, recipient: str) -> str:
    """Return ``<store>:<order>:<milestone>:<parcel>:<cycle>:<recipient>`` (an order's id already begins with its store)."""
    return f"{order_id}:{milestone}:{parcel}:{cycle}:{recipient}"
