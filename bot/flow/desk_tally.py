"""What of the desk is kept in mind: how many lines of each kind there are, and which.

Counting 100,000 lines takes a database a third of a second, and every open screen shows the counts; so they are kept by whoever
hears of each change anyway, and only read in full when the program starts.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.db.desk import Counters, Place, QueuePage
from bot.domain.desk import urgency

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.db import Database
    from bot.db.desk import Filters, Tab
    from bot.domain.desk import DeskEntry

# From here on the database counts too slowly to be asked each time.
MANY: Final = 1_000
_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class Traits:
    """What lines are counted and chosen by."""

    store_id: str
    phone_number_id: str
    language: str | None
    labels: tuple[str, ...]
    team: str | None
    reason: str | None
    assignee: str | None
    flagged: bool
    waits: bool
    escalated: bool

    def fits(self, filters: Filters, tab: Tab) -> bool:
        """Tell whether such lines are among those of a tab that filters choose."""
        if (filters.stores and self.store_id not in filters.stores) or (filters.label is not None and filters.label not in self.labels):
            return False
        wanted = (filters.phone_number_id, filters.language, filters.team, filters.reason)
        has = (self.phone_number_id, self.language, self.team, self.reason)
        return self._on(tab, filters.me) and all(one is None or one == other for one, other in zip(wanted, has, strict=True))

    def _on(self, tab: Tab, me: str | None) -> bool:
        match tab:
            case "flagged":
                return self.flagged
            case "mine":
                return bool(self.assignee) and self.assignee == me
            case "unassigned":
                return not self.assignee
            case _:
                return tab == "all"


def traits_of(entry: DeskEntry) -> Traits:
    """Return what a line is counted by."""
    return Traits(
        entry.store_id,
        entry.phone_number_id,
        entry.language,
        entry.labels,
        entry.team,
        entry.reason,
        entry.assignee,
        entry.flagged_at is not None,
        entry.waiting_since is not None,
        entry.escalated_at is not None,
    )


class Tally:
    """The open lines by what they are counted by; ``ready`` once the whole desk has been read."""

    def __init__(self) -> None:
        self._lines: dict[str, tuple[int, Traits | None]] = {}
        self._kinds: defaultdict[Traits, set[str]] = defaultdict(set)
        self._open = 0
        self.ready = False

    @property
    def large(self) -> bool:
        """Whether there are so many lines that the database had better not be asked for all of them."""
        return self._open >= MANY

    def put(self, entries: Iterable[DeskEntry]) -> None:
        """Take lines in as they are now; of each the newest version counts, in whichever order they come."""
        for entry in entries:
            version, before = self._lines.get(entry.id, (-1, None))
            if entry.version <= version:
                continue
            after = traits_of(entry) if entry.state == "open" else None
            self._lines[entry.id] = (entry.version, after)
            self._move(entry.id, before, after)

    def counters(self, filters: Filters) -> Counters:
        """Return how many open lines the tabs have; the tab of ``filters`` doesn't matter."""
        found = [(kind, len(ids)) for kind, ids in self._kinds.items() if kind.fits(filters, "all")]
        tabs: dict[Tab, int] = {
            "flagged": sum(n for kind, n in found if kind.flagged),
            "mine": sum(n for kind, n in found if kind.assignee and kind.assignee == filters.me),
            "unassigned": sum(n for kind, n in found if not kind.assignee),
            "all": sum(n for _, n in found),
        }
        return Counters(tabs, sum(n for kind, n in found if kind.waits), sum(n for kind, n in found if kind.escalated))

    def ids(self, filters: Filters, most: int) -> list[str] | None:
        """Return the lines that filters choose; ``None`` where there are more of them."""
        kinds = [ids for kind, ids in self._kinds.items() if kind.fits(filters, filters.tab)]
        return [key for ids in kinds for key in ids] if sum(map(len, kinds)) <= most else None

    async def read(self, db: Database) -> None:
        """Read the whole desk; changes meanwhile are to be put in by whoever hears of them."""
        after: Place | None = None
        while True:
            page = await db.desk.open_lines(_PAGE, after)
            self.put(page.entries)
            if page.next is None:
                break
            after = page.next
        self.ready = True

    def _move(self, key: str, before: Traits | None, after: Traits | None) -> None:
        if before is not None:
            self._kinds[before].discard(key)
            if not self._kinds[before]:
                del self._kinds[before]
        if after is not None:
            self._kinds[after].add(key)
        self._open += (after is not None) - (before is not None)


async def chosen(db: Database, tally: Tally | None, filters: Filters, now: int, limit: int, after: Place | None) -> QueuePage:
    """Return a page of the queue. What little a filter chooses of a large desk is fetched by id: a database would look through all of it."""
    ids = tally.ids(filters, _PAGE) if tally is not None and tally.large and filters.tab != "closed" else None
    if ids is None:
        return await db.desk.queue(filters, now, limit, after)
    entries = [entry for entry in (await db.desk.get_many(ids)).values() if entry.state == "open" and traits_of(entry).fits(filters, filters.tab)]
    entries.sort(key=lambda entry: urgency(entry, now))
    left = [entry for entry in entries if after is None or urgency(entry, now) > (after.late, after.at, after.id)]
    if len(left) <= limit:
        return QueuePage(tuple(left), None)
    late, at, key = urgency(left[limit - 1], now)
    return QueuePage(tuple(left[:limit]), Place(late, at, key))
