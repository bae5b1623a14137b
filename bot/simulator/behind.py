"""What stands behind the chats: what the bot has written down, and what the shop's people do. A world that runs with its bot shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.simulator.people import Person


@dataclass(frozen=True, slots=True)
class Written:
    """A message of the bot's as it stands in its records: ``state`` is ``queued``, ``delivered``, ``skipped`` ...; ``reason`` says why."""

    id: str
    at: int
    state: str
    reason: str = ""


class Behind(Protocol):
    """The bot's records and the shop's people."""

    async def records(self, person: Person) -> Sequence[Written]:
        """Return the messages to a customer, those that were never sent among them."""

    async def alerts(self) -> Sequence[str]:
        """Return the texts of what somebody has to do."""

    async def sync(self) -> None:
        """Have the bot read how the templates stand, as ``wasla templates sync`` does."""

    async def take(self, person: Person, *, over: bool) -> None:
        """Have a person of the shop take a conversation over, or give it back to the bot."""

    async def write(self, person: Person, text: str) -> str | None:
        """Have a person of the shop write; return why that is refused, ``None`` when it is not."""
