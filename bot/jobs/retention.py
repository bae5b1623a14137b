"""Letting go of what is not kept for ever, collection by collection, in batches with a rest after each."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from bot.domain.clock import DAY
from bot.flow.end_waiting import end_waiting
from bot.flow.retention.leaving import Leaving
from bot.flow.retention.rules import CHATS, FIXED, LAST, RULES, Rule

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from bot.db import Database
    from bot.db.codec import Document

BATCH: Final = 500
# Seconds after each batch, in which customers' messages have the database for themselves.
REST: Final = 0.05

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """Days for which things are kept; 0: for ever."""

    files: int = 90
    told: int = 30
    audit: int = 730
    transcript: int = 365
    conversations: int = 730
    orders: int = 730
    ledger: int = 1_095
    events: int = 365
    charges: int = 730
    ratings: int = 730
    requests: int = 730
    consents: int = 1_095
    parked: int = 90
    alerts: int = 90
    erasures: int = 1_095

    def before(self, period: str, now: int) -> int:
        """Return the instant before which something is older than a period; 0 where there is none."""
        days: Mapping[str, int] = {one.name: getattr(self, one.name) for one in fields(self)}
        return now - days[period] * DAY if days[period] else 0


def _nobody_counts(_removed: Mapping[str, int]) -> None:
    """Stand in for metrics."""


class MediaExpiry:
    """Forgets uploads that Meta no longer has, so that the next message uploads anew."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def run(self, now: int) -> int:
        """Return how many were forgotten."""
        return await self._db.media.forget_expired(now)


class Retention:
    """Deletes what is older than it is kept. ``numbers`` are ours; ``tally`` hears how much went of which collection."""

    def __init__(
        self,
        db: Database,
        kept: Kept,
        numbers: Sequence[str] = (),
        tally: Callable[[Mapping[str, int]], None] = _nobody_counts,
        rest: float = REST,
    ) -> None:
        self._db = db
        self._kept = kept
        self._leaving = Leaving(db, numbers)
        self._tally = tally
        self._rest = rest

    async def run(self, now: int) -> int:
        """Return how many things were deleted or, of events that waited in vain, parked."""
        counted: Counter[str] = Counter()
        for name, (field, days) in FIXED.items():
            counted[name] += await self._by_age(Rule(name, field, ""), now - days * DAY)
        for rule in RULES:
            counted[rule.collection] += await self._by_age(rule, self._kept.before(rule.period, now))
        counted += await self._texts(self._kept.before("files", now))
        counted += await self._leave("conversations", CHATS.field, self._leaving.chats, self._kept.before("conversations", now))
        counted += await self._leave("orders", "placed_at", self._leaving.orders, self._kept.before("orders", now))
        for rule in LAST:
            counted[rule.collection] += await self._by_age(rule, self._kept.before(rule.period, now))
        removed = {name: count for name, count in sorted(counted.items()) if count}
        if removed:
            log.info("no longer kept: %s", ", ".join(f"{name} {count}" for name, count in removed.items()))
        self._tally(removed)
        return counted.total() + await end_waiting(self._db, now)

    async def _by_age(self, rule: Rule, before: int) -> int:
        removed = 0
        guard = rule.guard or rule.field
        async for docs in self._db.shelf.old(rule.collection, rule.field, before, (*rule.fields, guard), BATCH):
            spared = await rule.spare(self._db, docs, before)
            removed += len(await self._db.shelf.remove(rule.collection, [doc for doc in docs if doc["_id"] not in spared], guard))
            await asyncio.sleep(self._rest)
        return removed

    async def _leave(self, name: str, field: str, leave: Callable[[Sequence[Document], int], Awaitable[Counter[str]]], before: int) -> Counter[str]:
        counted: Counter[str] = Counter()
        async for docs in self._db.shelf.old(name, field, before, (), BATCH):
            counted += await leave(docs, before)
            await asyncio.sleep(self._rest)
        return counted

    async def _texts(self, before: int) -> Counter[str]:
        """Remove files that customers sent, and the words that were proposed to be taught or counted in days."""
        if not before:
            return Counter()
        counted: Counter[str] = Counter(lessons=await self._db.lessons.forget_before(before))
        await self._db.daily.forget_texts_before(before)
        while files := await self._db.documents.received_before(before, BATCH):
            await self._db.documents.remove(files)
            counted["documents"] += len(files)
            await asyncio.sleep(self._rest)
        return counted
