"""Load of questions against a stand, with the far end's sends and statuses joined to it."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from bot.bench.crowd import address_book
from bot.bench.pacing import InFlight, at_rate, until_done
from bot.bench.processes import processor_seconds
from bot.bench.questions import Faults, Phase, Questions
from bot.bench.sentences import sentences

if TYPE_CHECKING:
    from bot.bench.stand import Stand
    from bot.simulator.records import Sent

_OK = 200
# Seconds after the send at which WhatsApp's statuses typically come back.
_STATUS_DELAYS = {"sent": 0.05, "delivered": 0.15, "read": 0.4}


class Dialogue:
    """Asks on one side of the bot, listens on the other; ``statuses`` come back for every message that the bot sends."""

    def __init__(self, on: Stand, statuses: tuple[str, ...] = ()) -> None:
        self._on = on
        self._statuses = statuses
        self._book = address_book(on.askers)
        self._questions = Questions(on.askers, sentences(), on.webhooks, on.pool)
        self.statuses_acknowledged = 0
        self.statuses_refused = 0
        on.far_end.listen(self._sent, self._book)

    async def at_rate(self, rate: float, seconds: float, phase: Phase | None = None) -> Phase:
        """Ask ``rate`` questions a second, whatever comes back; ``phase`` is one that goes on."""
        phase = phase or Phase()
        await at_rate(rate, seconds, lambda due: self._questions.ask(phase, due))
        return phase

    async def in_flight(self, width: int, seconds: float) -> tuple[float, Phase]:
        """Keep ``width`` questions open for a time; return how many a second were answered."""
        phase = Phase()
        loop = InFlight(width, seconds, lambda due: self._questions.ask(phase, due))
        phase.ended = loop.ended
        took = await loop.run()
        return len(phase.answers) / took, phase

    async def drain(self, patience: float) -> bool:
        """Wait until nothing is open or nothing has come for ``patience`` seconds; tell whether nothing is open."""
        return await until_done(lambda: self._questions.waiting == 0, lambda: self._questions.answers, patience)

    def processor_seconds(self) -> tuple[float, ...]:
        """Return the processor time used so far by bot, database and load; zeros where the system doesn't tell."""
        pids = (self._on.bot.pid, self._on.database_pid, os.getpid())
        return tuple(processor_seconds(pid) or 0.0 for pid in pids)

    def faults(self) -> Faults:
        """Return what has gone wrong so far."""
        faults = self._questions.faults()
        refusals = self._on.far_end.refusals
        if refusals:
            faults.note(f"Graph refused {len(refusals)} sends, the last with {refusals[-1]}")
        return faults

    def _sent(self, sent: Sent) -> None:
        self._questions.answered(sent.to, sent.text)
        loop = asyncio.get_running_loop()
        for state in self._statuses:
            loop.call_later(_STATUS_DELAYS[state], self._report, sent, state)

    def _report(self, sent: Sent, state: str) -> None:
        asker = self._book.get(sent.to)
        if asker is not None:
            self._on.pool.send(self._on.webhooks.status(asker, sent.wamid, state, sent.outbox_id or ""), self._reported)

    def _reported(self, status: int) -> None:
        if status == _OK:
            self.statuses_acknowledged += 1
        else:
            self.statuses_refused += 1
