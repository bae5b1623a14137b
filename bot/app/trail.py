"""What happens to one message, as lines of the log and, where they are wanted, as spans: all of it under one id.

It listens: nothing that works knows of it. The words are fixed and the facts are never about a person, so that nothing need be masked.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeVar

from bot.domain.tracing import following, trace_id, trace_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.app.spans import Spans
    from bot.domain.delivery import OutboxItem
    from bot.domain.inbox import InboxItem, InboxKind
    from bot.domain.message import StatusUpdate
    from bot.flow.batch import Outcome, Queued
    from bot.flow.reports import Report
    from bot.log import Facts, Step
    from bot.workers.inbox import Handle

log = logging.getLogger(__name__)
# A status is followed under the id of its message, which is known when it is handled.
FOLLOWED: Final[frozenset[InboxKind]] = frozenset(("message", "event", "identity", "account"))


Heard = TypeVar("Heard")


def each(*listeners: Callable[[Heard], None]) -> Callable[[Heard], None]:
    """Return one listener that tells several, in this order."""

    def told(heard: Heard) -> None:
        for listener in listeners:
            listener(heard)

    return told


class Trail:
    """Follows messages; ``spans`` is ``None`` where no traces are wanted."""

    def __init__(self, clock: Callable[[], int], spans: Spans | None = None) -> None:
        self._clock = clock
        self._spans = spans

    def received(self, items: Sequence[InboxItem]) -> None:
        """Note what has been stored."""
        followed = [item for item in items if item.kind in FOLLOWED]
        if log.isEnabledFor(logging.INFO):
            _steps([("received", (("kind", item.kind), ("source", item.source)), trace_id(item.id)) for item in followed])
        if self._spans is not None:
            self._spans.received(followed, self._clock())

    def handling(self, kind: InboxKind, handle: Handle) -> Handle:
        """Return what handles items while the log names their traces."""
        if kind not in FOLLOWED:
            return handle

        async def followed(items: Sequence[InboxItem], now: int, queued: Queued) -> Outcome:
            traces = [trace_id(item.id) for item in items]
            began = self._clock()
            with following(traces):
                outcome = await handle(items, now, queued)
            left = {item.id for item in outcome.retry} | {item.id for item in outcome.parked}
            done = [trace for item, trace in zip(items, traces, strict=True) if item.id not in left and item.lane not in outcome.waits]
            _steps([("handled", (("kind", kind),), trace) for trace in done])
            if self._spans is not None:
                self._spans.handled(kind, items, outcome, began, self._clock())
            return outcome

        return followed

    @contextmanager
    def sending(self, item: OutboxItem) -> Iterator[None]:
        """Have whatever is logged while a message is sent name its trace."""
        trace = trace_of(item)
        with following((trace,)):
            if self._spans is None:
                yield
            else:
                with self._spans.sending(item, trace):
                    yield

    def sent(self, reports: Sequence[Report]) -> None:
        """Note what came of messages."""
        _steps([(_outcome(report), _facts(report), trace_of(report.item)) for report in reports])

    def told(self, news: Sequence[StatusUpdate]) -> None:
        """Note how far messages got."""
        _steps([(status.state or "", _code(status.error_code), status.trace) for status in news if status.trace is not None])
        if self._spans is not None:
            self._spans.told(news, self._clock())


def _outcome(report: Report) -> str:
    if report.entry is not None:
        return report.entry.state or ""
    return "unknown" if report.unknown else "queued again"


def _facts(report: Report) -> Facts:
    item = report.item
    milestone = () if item.notice is None else (("milestone", item.notice.milestone),)
    return (("kind", item.kind), ("store", item.store_id), *milestone, *_code(report.entry.error_code if report.entry is not None else None))


def _code(code: int | None) -> Facts:
    return () if code is None else (("code", str(code)),)


def _steps(steps: Sequence[Step]) -> None:
    if steps:
        log.info("steps", extra={"steps": steps})
