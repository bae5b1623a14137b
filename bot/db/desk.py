"""The desk: what the queue of the shop's people shows. It is written by ``bot.db.conversations`` alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from bot.db.codec import Codec, find_ids
from bot.domain.desk import DeskEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.db.codec import Collection, Document
    from bot.domain.conversation import FlagReason

Tab = Literal["flagged", "mine", "unassigned", "all", "closed"]
MOST_CHANGES: Final = 500
_TIES: Final = 4


@dataclass(frozen=True, slots=True)
class Filters:
    """Which lines: of one tab (``me`` is whose "mine" is), of some stores (none: all), and what else is given."""

    tab: Tab = "all"
    me: str | None = None
    stores: tuple[str, ...] = ()
    phone_number_id: str | None = None
    language: str | None = None
    label: str | None = None
    team: str | None = None
    reason: FlagReason | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: whether its last line's window had closed, what it was ordered by, and its id."""

    late: bool
    at: int
    id: str


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Lines in their order, and where the next page begins; ``None`` behind the last one."""

    entries: tuple[DeskEntry, ...]
    next: Place | None


@dataclass(frozen=True, slots=True)
class Counters:
    """How many open lines each tab has, and in how many somebody waits or has waited too long."""

    tabs: dict[Tab, int]
    waiting: int
    escalated: int


class DeskBook:
    """One document per conversation that is on the desk, or was until lately."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._codec = Codec(DeskEntry)

    async def get_many(self, ids: Sequence[str]) -> dict[str, DeskEntry]:
        """Return lines, by conversation."""
        return {key: self._codec.from_doc(doc) for key, doc in (await find_ids(self._collection, list(ids))).items()}

    async def queue(self, filters: Filters, now: int, limit: int, after: Place | None = None) -> QueuePage:
        """Return a page of lines in the order of their urgency, those of the tab ``closed`` the newest first.

        Two reads of an index on one field, however many conversations there are: of what can still be answered in free words, then,
        where that does not fill the page, of the rest.
        """
        if filters.tab == "closed":
            found = await self._read(_wanted(filters), "closed_at", limit + 1, after, newest=True)
            return _page(found, limit, [Place(late=False, at=entry.closed_at or 0, id=entry.id) for entry in found])
        found, places = [], []
        for late in (False, True):
            missing = limit + 1 - len(found)
            if missing <= 0 or (after is not None and after.late and not late):
                continue
            wanted = {**_wanted(filters), "closes_at": {"$lte": now} if late else {"$gt": now}}
            part = await self._read(wanted, "queue_at", missing, after if after is not None and after.late == late else None)
            found += part
            places += [Place(late=late, at=entry.due_at, id=entry.id) for entry in part]
        return _page(found, limit, places)

    async def open_lines(self, limit: int, after: Place | None = None) -> QueuePage:
        """Return a page of the open lines by when they are due, whether or not their windows have closed."""
        found = await self._read({}, "queue_at", limit + 1, after)
        return _page(found, limit, [Place(late=False, at=entry.due_at, id=entry.id) for entry in found])

    async def _read(self, wanted: Document, by: str, limit: int, after: Place | None, *, newest: bool = False) -> list[DeskEntry]:
        way = -1 if newest else 1
        order = [(by, way), ("_id", way)]
        if after is None:
            return await self._sorted({by: {"$gt": 0}, **wanted}, order, limit)
        # What is due at the same instant as the last line of the page before may have stood on it. Passed over here: the embedded
        # server (NX-27017 0.8.1) scans where a second condition is on the id.
        bound = {"$gt": 0, "$lte": after.at} if newest else {"$gte": after.at}
        ties = _TIES
        while True:
            found = await self._sorted({by: bound, **wanted}, order, limit + ties)
            beyond = [entry for entry in found if _behind(entry, after, newest=newest)]
            if len(beyond) >= limit or len(found) < limit + ties:
                return beyond[:limit]
            ties *= 4

    async def _sorted(self, wanted: Document, order: list[tuple[str, int]], limit: int) -> list[DeskEntry]:
        found = self._collection.find(wanted, batch_size=limit + 1).sort(order).limit(limit)
        return [self._codec.from_doc(doc) for doc in await found.to_list(limit)]

    async def counters(self, filters: Filters) -> Counters:
        """Return how many open lines the tabs have; the tab of ``filters`` doesn't matter.

        Grouped by one field that has few values: the embedded server takes ten times as long to count, or to hand over what is counted.
        """
        wanted = {"queue_at": {"$gt": 0}, **_wanted(filters, tab="all")}
        groups = await self._collection.aggregate([{"$match": wanted}, {"$group": {"_id": "$tally", "n": {"$sum": 1}}}]).to_list(None)
        found = [(*str(group["_id"]).partition("|"), int(group["n"])) for group in groups]
        tabs: dict[Tab, int] = {
            "flagged": sum(n for told, _, _, n in found if "f" in told),
            "mine": sum(n for _, _, whose, n in found if whose and whose == filters.me),
            "unassigned": sum(n for _, _, whose, n in found if not whose),
            "all": sum(n for *_, n in found),
        }
        return Counters(tabs, sum(n for told, *_, n in found if "w" in told), sum(n for told, *_, n in found if "e" in told))

    async def changed_since(self, since: int, limit: int = MOST_CHANGES) -> list[DeskEntry]:
        """Return lines that have changed at an instant or later, the oldest change first: ``limit`` and what shares the last one's instant.

        The instant is the writer's, and the line is written a moment after it: ask from some seconds earlier than the newest change
        that you know, and pass over versions that you know.
        """
        ties = limit
        while True:
            docs = await self._collection.find({"changed_at": {"$gte": since}}).sort("changed_at", 1).limit(ties).to_list(ties)
            if len(docs) < ties or docs[0]["changed_at"] != docs[-1]["changed_at"]:
                return [self._codec.from_doc(doc) for doc in docs]
            ties *= 4

    async def named(self, text: str, limit: int) -> list[DeskEntry]:
        """Return lines whose customer's name contains a text, in whatever case."""
        found = self._collection.find({"name_lower": {"$regex": re.escape(text.casefold())}}).limit(limit)
        return [self._codec.from_doc(doc) for doc in await found.to_list(limit)]

    async def labels_of(self, store_id: str, limit: int = MOST_CHANGES) -> list[str]:
        """Return the labels that a store's newest lines have, by name."""
        found = self._collection.find({"store_id": store_id, "changed_at": {"$gt": 0}}, projection=["labels"]).sort("changed_at", -1).limit(limit)
        return sorted({label for doc in await found.to_list(limit) for label in doc.get("labels", ())})

    async def waiting_before(self, before: int, limit: int = MOST_CHANGES) -> list[DeskEntry]:
        """Return lines whose customers have waited since before an instant, where nobody was told of it yet."""
        return await self._before("escalate_from", before, limit)

    async def quiet_before(self, before: int, limit: int = MOST_CHANGES) -> list[DeskEntry]:
        """Return lines in which nothing has happened since before an instant, and which may go back to the bot by themselves."""
        return await self._before("quiet_from", before, limit)

    async def _before(self, field: str, before: int, limit: int) -> list[DeskEntry]:
        found = self._collection.find({field: {"$gt": 0, "$lt": before}}).sort(field, 1).limit(limit)
        return [self._codec.from_doc(doc) for doc in await found.to_list(limit)]

    async def forget_closed_before(self, before: int) -> int:
        """Delete lines that were closed before an instant; return how many there were."""
        result = await self._collection.delete_many({"closed_at": {"$gt": 0, "$lt": before}})
        return int(result.deleted_count)


def _wanted(filters: Filters, tab: Tab | None = None) -> Document:
    """Return the conditions of filters, but for the place in the order."""
    wanted: Document = {"store_id": {"$in": list(filters.stores)}} if filters.stores else {}
    named = {"phone_number_id": filters.phone_number_id, "language": filters.language, "labels": filters.label}
    named |= {"team": filters.team, "reason": filters.reason}
    wanted |= {name: value for name, value in named.items() if value is not None}
    match tab or filters.tab:
        case "flagged":
            wanted["flagged_at"] = {"$gt": 0}
        case "mine":
            wanted["assignee"] = filters.me or ""
        case "unassigned":
            wanted["assignee"] = None
        case _:
            pass
    return wanted


def _behind(entry: DeskEntry, after: Place, *, newest: bool) -> bool:
    """Tell whether a line comes behind the end of a page."""
    if newest:
        return (entry.closed_at or 0, entry.id) < (after.at, after.id)
    return (entry.due_at, entry.id) > (after.at, after.id)


def _page(found: Sequence[DeskEntry], limit: int, places: Sequence[Place]) -> QueuePage:
    return QueuePage(tuple(found[:limit]), places[limit - 1] if len(found) > limit else None)
