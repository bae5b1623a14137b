"""Asking and matching answers: who has asked what, when, and whether one right answer came back.

A customer has one question open at a time, so that the answer to it is known by its address alone. What is due while
everybody still waits is asked as soon as somebody is free, and its waiting counts.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import cycle
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

import orjson

from bot.bench.crowd import Asker, address_book
from bot.bench.stats import Summary, summarise

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.bench.http import Done
    from bot.bench.webhooks import Webhooks

_OK = 200
_SAMPLES = 5
_MS = 1_000


@dataclass(slots=True)
class Phase:
    """What one stretch of load has seen: seconds from due to acknowledged and to answered; ``ended`` hears of each answer."""

    answers: list[float] = field(default_factory=list)
    acknowledgements: list[float] = field(default_factory=list)
    asked: int = 0
    refused: int = 0
    ended: Callable[[], None] | None = None

    def summary(self) -> tuple[Summary, Summary]:
        """Return answers and acknowledgements in milliseconds."""
        return summarise([seconds * _MS for seconds in self.answers]), summarise([seconds * _MS for seconds in self.acknowledgements])


@dataclass(slots=True)
class _Question:
    asker: Asker
    sentence: str
    phase: Phase
    due: float
    acknowledged: bool = False
    refused: bool = False


@dataclass(slots=True)
class Faults:
    """What must never happen, counted, with a few examples in words."""

    lost: int = 0
    twice: int = 0
    wrong: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many faults in all."""
        return self.lost + self.twice + self.wrong

    def note(self, example: str) -> None:
        """Keep an example unless there are enough."""
        if len(self.examples) < _SAMPLES:
            self.examples.append(example)

    def add(self, other: Faults) -> None:
        """Count another one's faults in."""
        self.lost += other.lost
        self.twice += other.twice
        self.wrong += other.wrong
        for example in other.examples:
            self.note(example)


class Wire(Protocol):
    """What takes finished requests: a pool of connections, or a test's record."""

    def send(self, request: bytes, done: Done, /) -> None:
        """Send a request and call ``done`` with its status."""


class Questions:
    """The askers' side of a conversation with the bot."""

    def __init__(self, askers: Sequence[Asker], sentences: Sequence[str], webhooks: Webhooks, wire: Wire) -> None:
        self._free = deque(askers)
        self._book = address_book(tuple(askers))
        self._sentences = cycle([(sentence, orjson.dumps(sentence)) for sentence in sentences])
        self._webhooks = webhooks
        self._wire = wire
        self._open: dict[str, _Question] = {}
        self._late: deque[tuple[Phase, float]] = deque()
        self._faults = Faults()
        self.answers = 0

    def ask(self, phase: Phase, due: float) -> None:
        """Ask the next sentence as the customer who has been silent longest, or as soon as one is free."""
        if not self._free:
            self._late.append((phase, due))
            return
        asker = self._free.popleft()
        sentence, encoded = next(self._sentences)
        question = self._open[asker.id] = _Question(asker, sentence, phase, due)
        phase.asked += 1
        self._wire.send(self._webhooks.text(asker, encoded), lambda status: self._acknowledged(question, status))

    def answered(self, address: str, text: str) -> None:
        """Take an answer in; ``address`` is a key of the address book, ``text`` what the customer reads."""
        asker = self._book.get(address)
        question = self._open.pop(asker.id, None) if asker else None
        if asker is None or question is None:
            self._faults.twice += 1
            self._faults.note(f"sent without a question open: {text!r} to {address}")
            return
        self.answers += 1
        question.phase.answers.append(perf_counter() - question.due)
        if asker.order_number not in text:
            self._faults.wrong += 1
            self._faults.note(f"{question.sentence!r} about order {asker.order_number} was answered {text!r}")
        self._release(asker)
        if question.phase.ended is not None:
            question.phase.ended()

    @property
    def waiting(self) -> int:
        """How many questions are under way or have no answer yet, and how many could not even be asked; refused ones get none."""
        return sum(not question.refused for question in self._open.values()) + len(self._late)

    def faults(self) -> Faults:
        """Return what has gone wrong; what is acknowledged and unanswered at this moment counts as lost."""
        lost = [question for question in self._open.values() if question.acknowledged]
        faults = Faults(lost=len(lost))
        faults.add(self._faults)
        for question in lost:
            faults.note(f"never answered: {question.sentence!r} of {question.asker.wa_id}")
        return faults

    def _acknowledged(self, question: _Question, status: int) -> None:
        if status != _OK:
            question.phase.refused += 1
            question.refused = True
            return
        question.acknowledged = True
        question.phase.acknowledgements.append(perf_counter() - question.due)

    def _release(self, asker: Asker) -> None:
        self._free.append(asker)
        if self._late:
            self.ask(*self._late.popleft())
