"""Customers who ask for a person while others go on asking the bot, and how soon each is on every open screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from bot.bench.crowd import address_book
from bot.bench.pacing import at_rate, until_done
from bot.bench.questions import Faults
from bot.domain.conversation import conversation_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.bench.stand import Stand
    from bot.simulator.records import Sent

_OK = 200
_MS = 1_000
_WISH = orjson.dumps("I want to talk to a human")


class Flags:
    """Asks as each customer once; ``latencies`` are milliseconds from when the message was due to its line on a screen."""

    def __init__(self, on: Stand, phone_number_id: str, agents: int) -> None:
        self._on = on
        self._agents = agents
        self._marks = {asker.id: f'id="to-{conversation_id(phone_number_id, asker.id)}"'.encode() for asker in on.askers}
        self._due: dict[str, float] = {}
        self._missing: list[dict[str, bytes]] = [{} for _ in range(agents)]
        self._next = iter(on.askers)
        self.refused = 0
        self.latencies: list[float] = []
        on.far_end.listen(self._answered, address_book(on.askers))

    async def at_rate(self, rate: float, seconds: float) -> None:
        """Let so many customers a second ask for a person."""
        await at_rate(rate, seconds, self._ask)

    def seen_by(self, agent: int) -> Callable[[bytes, float], None]:
        """Return what takes in the states of a screen."""

        def seen(lines: bytes, at: float) -> None:
            missing = self._missing[agent]
            for asker in [asker for asker, mark in missing.items() if mark in lines]:
                del missing[asker]
                self.latencies.append((at - self._due[asker]) * _MS)

        return seen

    async def drain(self, patience: float) -> bool:
        """Wait until everybody is on every screen, or nothing has come for ``patience`` seconds."""
        return await until_done(lambda: not any(self._missing), lambda: len(self.latencies), patience)

    def faults(self) -> Faults:
        """Return what has gone wrong: a line that some screen never showed counts as lost."""
        lost = [asker for missing in self._missing for asker in missing]
        faults = Faults(lost=len(lost))
        if lost:
            faults.note(f"{len(lost)} lines were never shown, one of them {lost[0]}; {self.refused} messages were refused")
        return faults

    def _ask(self, due: float) -> None:
        asker = next(self._next)
        self._due[asker.id] = due
        for missing in self._missing:
            missing[asker.id] = self._marks[asker.id]
        self._on.pool.send(self._on.webhooks.text(asker, _WISH), self._taken_in)

    def _taken_in(self, status: int) -> None:
        self.refused += status != _OK

    def _answered(self, sent: Sent) -> None:
        """Let the bot's answer to them pass: it is measured elsewhere."""
