"""What there is no room for in memory: it stays where it is stored, and so does all that comes behind it. No I/O, no clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

# What comes while a sweep looks at what is stored is remembered, up to so much: nearly always it is a few.
MOST_LATE: Final = 500

Item = TypeVar("Item")


class Overflow(Generic[Item]):
    """Remembers that items were left to the sweep, until one look of it has seen all of them.

    Were later ones let in before that, a customer's second message would be handled before the first.
    """

    def __init__(self) -> None:
        self.behind = False
        self._late: list[Item] = []

    def leave(self, item: Item) -> None:
        """Note that an item is left where it is stored."""
        self.behind = True
        if len(self._late) < MOST_LATE:
            self._late.append(item)

    def look(self) -> None:
        """Note that the sweep looks now: what is left to it from here on it may not see."""
        self._late.clear()

    def caught_up(self, room: int) -> Sequence[Item]:
        """Note that what was stored when the sweep looked is in hand; return what came since, unless that is more than there is room for."""
        if not self.behind or len(self._late) >= min(MOST_LATE, room):
            return ()
        self.behind = False
        late, self._late = self._late, []
        return late
