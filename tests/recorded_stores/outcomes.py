"""What has come of a row, in the words of the table."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.recorded_stores.conftest import NUMBER
from tests.recorded_stores.rows import item_ids

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.db import Database
    from bot.domain.delivery import OutboxItem, TranscriptEntry
    from bot.domain.order import Order
    from tests.recorded_stores.conftest import Stand
    from tests.recorded_stores.rows import Row

_REPLACED: Final = re.compile(r"replaced by the notice (\w+) of .*")
_SAID: Final = "said"


@dataclass(frozen=True)
class Outcome:
    """The four last columns of the table."""

    ends: str
    parcels: tuple[str, ...]
    notices: Mapping[str, str]
    comes_of: tuple[str, ...]

    @property
    def said(self) -> set[str]:
        """The notices that were sent."""
        return {name for name, what in self.notices.items() if _SAID in what.split("; ")}


async def decided(db: Database) -> list[OutboxItem]:
    """Return every notice that is still to be sent or dropped."""
    return await db.outbox.all_of(NUMBER.phone_number_id, 1_000)


async def outcomes(stand: Stand, rows: Sequence[Row], notices: Sequence[OutboxItem]) -> list[Outcome]:
    """Return what has come of each row, ``notices`` being those there were before any was sent."""
    ids = await stand.db.names.resolve([row.order for row in rows if row.order])
    orders = await stand.db.orders.get_many(list(ids.values()))
    lines = await stand.db.transcript.get_many([item.id for item in notices])
    waiting = {item.id: item.reason or "" for item in await decided(stand.db)}
    return [await _outcome(stand, row, orders.get(ids.get(row.order or "", "")), notices, lines, waiting) for row in rows]


async def _outcome(
    stand: Stand,
    row: Row,
    order: Order | None,
    notices: Sequence[OutboxItem],
    lines: Mapping[str, TranscriptEntry],
    waiting: Mapping[str, str],
) -> Outcome:
    comes_of = await _comes_of(stand, row)
    if order is None:
        return Outcome("", (), {}, comes_of)
    parcels = tuple(" ".join((parcel.state, *parcel.flags)) for parcel in order.shipments)
    became: dict[str, set[str]] = defaultdict(set)
    for entry in await stand.db.ledger.of_order(order.id):
        if entry["skipped"]:
            became[entry["milestone"]].add(entry["skipped"])
    for item in notices:
        if item.notice is not None and item.order_id == order.id:
            became[item.notice.milestone].add(_became(lines.get(item.id), waiting.get(item.id, "")))
    return Outcome(f"{order.state} {order.payment}", parcels, {name: "; ".join(sorted(what)) for name, what in became.items()}, comes_of)


def _became(line: TranscriptEntry | None, waiting: str) -> str:
    if line is None:
        return f"waits: {waiting}"
    return _SAID if line.state == "accepted" else _REPLACED.sub(r"replaced by \1", line.reason or "")


async def _comes_of(stand: Stand, row: Row) -> tuple[str, ...]:
    """Return what came of each item of the row's samples, but for those that were simply applied."""
    ids = [one for made in row.requests(stand.now, stand.files)[row.seeds :] for one in item_ids(made, stand.store, stand.now * 1_000)]
    parked = {one.id: one.error for one in await stand.db.parked.all()}
    found = []
    for item in ids:
        record = await stand.db.events.get(item)
        waits = "waits for its order" if await stand.db.waiting.waits(item) else "lost"
        found.append(record["outcome"] if record else f"parked: {parked[item]}" if item in parked else waits)
    return () if all(one in {"applied", "nothing new"} for one in found) else tuple(found)
