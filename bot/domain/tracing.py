"""One id for everything that one event leads to: from the webhook over the message that it makes to that message's statuses.

It is derived from the id that the event's sender gave it, so it need not be kept with what came in, is the same for a repeated
delivery and in every process, and has the form of a W3C trace id. It says nothing of a person.
"""

from __future__ import annotations

import hashlib
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.delivery import OutboxItem

_TRACE_BYTES: Final = 16
_SPAN_BYTES: Final = 8
# What a line of the log names at most; a batch may be of hundreds.
MOST_NAMED: Final = 20
# What the code that runs at this moment works on; only the log looks at it.
_FOLLOWED: Final[ContextVar[tuple[str, ...]]] = ContextVar("followed", default=())


def trace_id(event_id: str) -> str:
    """Return the trace id (32 hexadecimal digits) of what came in under an id, or of a message that nothing from outside led to."""
    return hashlib.blake2b(event_id.encode("utf-8", "surrogatepass"), digest_size=_TRACE_BYTES).hexdigest()


def root_span(trace: str) -> str:
    """Return the id (16 hexadecimal digits) of the span in which a trace begins."""
    return hashlib.blake2b(trace.encode(), digest_size=_SPAN_BYTES).hexdigest()


def traceparent(trace: str, *, sampled: bool = True) -> str:
    """Return where a trace began in the form of W3C Trace Context (version 00)."""
    return f"00-{trace}-{root_span(trace)}-{int(sampled):02}"


def trace_of(item: OutboxItem) -> str:
    """Return the trace that a message belongs to; one of an older release, of a job or of a person begins its own."""
    return item.trace or trace_id(item.id)


class following:  # noqa: N801 - it reads as what is done, like contextlib's own
    """Have each line that is logged meanwhile carry these ids, in whichever function; and whatever is raised, so that its line does too."""

    __slots__ = ("_before", "_traces")

    def __init__(self, traces: Sequence[str]) -> None:
        self._traces = tuple(traces[:MOST_NAMED])

    def __enter__(self) -> None:
        """Begin."""
        self._before = _FOLLOWED.set(self._traces)

    def __exit__(self, _kind: object, raised: BaseException | None, _where: object) -> None:
        """End."""
        _FOLLOWED.reset(self._before)
        if raised is not None:
            raised.traces = self._traces  # type: ignore[attr-defined]


def followed() -> tuple[str, ...]:
    """Return the ids of what is being worked on."""
    return _FOLLOWED.get()


def raised_over(raised: BaseException | None) -> tuple[str, ...]:
    """Return the ids of what was worked on when something was raised."""
    traces = getattr(raised, "traces", ())
    return traces if isinstance(traces, tuple) else ()
