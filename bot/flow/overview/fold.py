"""Counting one day of a store from what its books hold of it. Pure: the same books give the same day, in whatever order they are read."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from bot.domain.cost import MERGED
from bot.flow.overview.cases import Cases, Turn, step_of
from bot.flow.overview.reasons import reason_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.db.misunderstood import Misunderstood
    from bot.db.records import Unsaid
    from bot.db.transcript import LineFacts
    from bot.domain.cost import Charge, PriceTable
    from bot.domain.daily import Case, Day
    from bot.domain.delivery import OutboxItem
    from bot.domain.outgoing import OutgoingEvent
    from bot.domain.rating import Rating

# So many different texts of a day are kept.
UNCLEAR: Final = 20
# Of a milestone that nobody knows any more.
NO_MILESTONE: Final = "other"
_NEVER_SENT: Final = frozenset(("skipped", "superseded", "failed"))
_KNOWN_TYPES: Final = frozenset(("free_customer_service", "free_entry_point", MERGED))


@dataclass(frozen=True, slots=True)
class Books:
    """What the books hold of a day, apart from the transcript. ``waiting`` is what waits in the outbox, given for the running day alone."""

    flags: Sequence[OutgoingEvent] = ()
    unclear: Sequence[Misunderstood] = ()
    unsaid: Sequence[Unsaid] = ()
    charges: Sequence[Charge] = ()
    ratings: Sequence[Rating] = ()
    waiting: Sequence[OutboxItem] = ()


@dataclass
class Tally:
    """Counts the transcript's lines, a stretch of time after the other; ``before`` are the cases that were open the evening before."""

    before: Sequence[Case] = ()
    flags: Sequence[OutgoingEvent] = ()
    _said: Counter[str] = field(default_factory=Counter)
    _received: int = 0
    _escalated: int = 0
    _wrote: set[str] = field(default_factory=set)
    _people: set[str] = field(default_factory=set)
    _turns: list[Turn] = field(default_factory=list)
    notices: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    skips: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    codes: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def take(self, lines: Iterable[LineFacts]) -> None:
        """Count lines."""
        for line in lines:
            match line.direction:
                case "in":
                    self._received += 1
                    self._wrote.add(line.conversation_id)
                case "out":
                    self._sent(line)
                case _:
                    self._marked(line)

    def into(self, day: Day) -> tuple[Day, tuple[Case, ...]]:
        """Return the day with what was counted, and the cases that are open at its end."""
        cases = Cases(self.before)
        flagged = [(str(event.data.get("conversation", "")), event) for event in self.flags]
        cases.follow([*self._turns, *(Turn(chat, event.at, "flagged") for chat, event in flagged)])
        people = self._people | {chat for chat, _ in flagged} | {case.conversation_id for case in self.before}
        counted = replace(
            day,
            received=self._received,
            said=dict(self._said),
            conversations=len(self._wrote),
            alone=len(self._wrote - people),
            flags=dict(Counter(str(event.data.get("reason", "")) for event in self.flags)),
            responses=cases.responses,
            resolutions=cases.resolutions,
            escalated=self._escalated,
            notices=_plain(self.notices),
            skips=_plain(self.skips),
            codes=_plain(self.codes),
        )
        return counted, cases.open_at(day.ends_at)

    def _sent(self, line: LineFacts) -> None:
        arrived = line.state not in _NEVER_SENT
        if arrived:
            self._said[line.kind or "answer"] += 1
        if line.kind == "staff" and arrived:
            self._people.add(line.conversation_id)
            self._turns.append(Turn(line.conversation_id, line.at, "spoke"))
        if line.milestone is not None or line.kind == "notice":
            self._noticed(line, line.milestone or NO_MILESTONE)

    def _noticed(self, line: LineFacts, milestone: str) -> None:
        state = line.state or "sent"
        self.notices[milestone]["bounced" if state == "failed" and line.wamid else state] += 1
        if state in ("skipped", "superseded"):
            self.skips[milestone][reason_of(line.reason, state)] += 1
        if state == "failed":
            self.codes[milestone][str(line.error_code or "none")] += 1

    def _marked(self, line: LineFacts) -> None:
        self._escalated += line.text == "escalated"
        step = step_of(line.text) if line.content == "marker" else None
        if step is not None:
            self._turns.append(Turn(line.conversation_id, line.at, step))
        if step == "taken":
            self._people.add(line.conversation_id)


def fold(day: Day, tally: Tally, books: Books, prices: PriceTable, now: int) -> tuple[Day, tuple[Case, ...]]:
    """Return a day as it was at ``now``, and the cases that were open at its end; whatever ``day`` held before is counted anew."""
    for one in books.unsaid:
        tally.notices[one.milestone]["unsaid"] += 1
        tally.skips[one.milestone][reason_of(one.reason, "unsaid")] += 1
    for item in books.waiting:
        if item.notice is not None:
            tally.notices[item.notice.milestone]["waiting"] += 1
    counted, cases = tally.into(day)
    counted = replace(
        counted,
        folded_at=now,
        misunderstood=len(books.unclear),
        unclear=most_frequent([(one.text, 1) for one in books.unclear], UNCLEAR),
        scores=dict(Counter(str(one.score) for one in books.ratings)),
    )
    return _with_costs(counted, books.charges, prices), cases


def most_frequent(texts: Iterable[tuple[str, int]], most: int) -> tuple[tuple[str, int], ...]:
    """Return the texts that come most often; those that differ in case, spaces or punctuation alone are one, as it was written first."""
    first: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for text, count in texts:
        key = " ".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split()) or text.strip()
        counts[key] += count
        first.setdefault(key, text.strip())
    return tuple((first[key], count) for key, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:most])


def _with_costs(day: Day, charges: Sequence[Charge], prices: PriceTable) -> Day:
    sent = [one for one in charges if one.type != MERGED]
    saved: Counter[str] = Counter()
    for one in charges:
        if not one.billable:
            saved[one.type if one.type in _KNOWN_TYPES else "free"] += prices.rate(one.category, one.country) or 0
    return replace(
        day,
        billed=len(sent),
        paid=sum(one.billable for one in sent),
        micros=sum(one.micros or 0 for one in sent),
        unpriced=sum(one.micros is None for one in sent),
        merged=len(charges) - len(sent),
        saved=dict(saved),
    )


def _plain(counts: Mapping[str, Counter[str]]) -> dict[str, dict[str, int]]:
    return {name: dict(inner) for name, inner in counts.items()}
