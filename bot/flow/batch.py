"""What handling a batch of inbox items came to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.delivery import OutboxItem
    from bot.domain.inbox import InboxItem, Parked
    from bot.domain.message import InboundMessage

Queued = Callable[[Sequence["OutboxItem"]], None]


def nobody_waits(_items: Sequence[OutboxItem]) -> None:
    """Stand in for a listener: the items are in the outcome, too."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is left to do after a batch; everything that is not named here is done and gone from the inbox.

    ``retry`` was overtaken by another writer and is decided again, ``waits`` are looked at again at an instant, ``parked`` can't
    be understood, ``outbox`` is what the sender may start on, ``answered`` and ``pausing`` the newest message of each chat
    that was dealt with or is given a moment.
    """

    retry: Sequence[InboxItem] = ()
    waits: Mapping[str, int] = field(default_factory=dict)
    parked: Sequence[Parked] = ()
    outbox: Sequence[OutboxItem] = ()
    answered: Sequence[InboundMessage] = ()
    pausing: Sequence[InboundMessage] = ()
