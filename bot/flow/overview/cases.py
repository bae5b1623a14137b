"""From the moment a person is needed to the moment he is done: how long it took. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from bot.domain.clock import DAY, SECOND
from bot.domain.daily import Case

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Step = Literal["flagged", "taken", "reopened", "spoke", "done", "silence"]
# At the same instant a person is needed before he takes it, speaks, and is done.
_ORDER: Final[tuple[Step, ...]] = ("reopened", "flagged", "taken", "spoke", "silence", "done")
_STEPS: Final[Mapping[str, Step]] = {
    "taken_over": "taken",
    "answered_elsewhere": "taken",
    "reopened": "reopened",
    "closed": "done",
    "handed_back": "done",
    "closed_by_silence": "silence",
    "handed_back_by_silence": "silence",
}
# Where nobody ever came, nobody is waited for any more.
GIVEN_UP: Final = 30 * DAY
# So many durations tell a day's median and its tail as well as all of them would.
MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that moves a case on."""

    conversation_id: str
    at: int
    step: Step


def step_of(marker: str) -> Step | None:
    """Return what a marker of the transcript means here; most mean nothing."""
    return _STEPS.get(marker)


class Cases:
    """Follows the cases of a store through a day; begins with those that were open the evening before."""

    def __init__(self, before: Iterable[Case]) -> None:
        self._open = {case.conversation_id: case for case in before}
        self._responses: list[int] = []
        self._resolutions: list[int] = []

    def follow(self, turns: Iterable[Turn]) -> None:
        """Take the turns of a stretch of time, in whatever order; stretches come one after the other."""
        for turn in sorted(turns, key=lambda one: (one.at, _ORDER.index(one.step), one.conversation_id)):
            case = self._open.get(turn.conversation_id)
            if turn.step in ("flagged", "taken", "reopened"):
                self._open[turn.conversation_id] = _begun(case, turn)
            elif case is not None and turn.step == "spoke":
                self._open[turn.conversation_id] = self._spoken(case, turn)
            elif case is not None:
                self._end(case, turn)

    def open_at(self, instant: int) -> tuple[Case, ...]:
        """Return what is open, by conversation."""
        kept = [case for case in self._open.values() if instant - case.since < GIVEN_UP]
        return tuple(sorted(kept, key=lambda case: case.conversation_id))

    @property
    def responses(self) -> tuple[int, ...]:
        """The seconds that people took to say something."""
        return thinned(self._responses)

    @property
    def resolutions(self) -> tuple[int, ...]:
        """The seconds after which people were done."""
        return thinned(self._resolutions)

    def _spoken(self, case: Case, turn: Turn) -> Case:
        if case.awaiting is not None:
            self._responses.append(max(0, turn.at - case.awaiting) // SECOND)
        return replace(case, awaiting=None)

    def _end(self, case: Case, turn: Turn) -> None:
        if turn.step == "done":
            self._resolutions.append(max(0, turn.at - case.since) // SECOND)
        elif case.awaiting is not None:
            # The clock gave it back to whoever takes it next: the customer still waits.
            return
        del self._open[case.conversation_id]


def thinned(seconds: Sequence[int]) -> tuple[int, ...]:
    """Return durations in order, of very many every so many."""
    ordered = sorted(seconds)
    if len(ordered) <= MOST:
        return tuple(ordered)
    return tuple(ordered[place * (len(ordered) - 1) // (MOST - 1)] for place in range(MOST))


def quantile(seconds: Sequence[int], share: float) -> int | None:
    """Return the duration that ``share`` of them don't exceed (nearest rank), ``None`` where there are none."""
    ordered = sorted(seconds)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)] if ordered else None


def _begun(case: Case | None, turn: Turn) -> Case:
    awaiting = turn.at if turn.step == "flagged" else None
    if case is None:
        return Case(turn.conversation_id, turn.at, awaiting)
    # A flag in what a person has, or a second one, asks for him (again); what was taken is still waited for.
    return replace(case, awaiting=case.awaiting if case.awaiting is not None else awaiting)
