"""Logging, configured once by the command: one line an event on standard error, as text or as JSON.

Each line carries the id of what was being worked on (``bot.domain.tracing``), and tells of nobody whom it concerns: numbers, addresses
and ids of persons are masked here, whoever logs them, and of what others raise it keeps what went wrong but not what they quote.
Secrets must not be logged at all.
"""

from __future__ import annotations

import json
import logging
import re
import time
import traceback
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from typing_extensions import override

from bot.domain.masks import masked_line
from bot.domain.tracing import followed, raised_over

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from types import TracebackType

# These log each connection or each ring at INFO, which says nothing to whoever runs a bot.
CHATTY = ("aiohttp.access", "apscheduler", "asyncio", "pymongo")
# What others log may quote whole objects, and with them what somebody wrote.
QUOTING: Final = ("asyncio", "aiohttp", "motor", "pymongo", "opentelemetry")
_QUOTED: Final = re.compile(r"""(['"]).*?(?:\1|$)""", re.DOTALL)
_INSIDE: Final = re.compile(r"[\[{(<].*", re.DOTALL)
_NAMES: Final = (KeyError, AttributeError, NameError, ImportError, TypeError)
_NAME: Final = re.compile(r"[A-Za-z_][\w.:-]{0,60}")

Facts = tuple[tuple[str, str], ...]
# Of what happened to one of many: the words, facts, and the trace. A record may carry many of them as ``steps``.
Step = tuple[str, Facts, str]


class Plain(logging.Formatter):
    """A line for people: when, how bad, who, what, and at its end ``key=value`` with the id of what was worked on.

    ``own`` are numbers that may be read; ``whole`` masks nothing, to look for a fault.
    """

    def __init__(self, own: Collection[str] = (), *, whole: bool = False) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self.converter = time.gmtime
        self._own = own
        self._whole = whole

    @override
    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and the traceback below it; of steps a line each."""
        steps: Sequence[Step] | None = getattr(record, "steps", None)
        return self.line(record) if steps is None else self.lines(record, steps)

    def lines(self, record: logging.LogRecord, steps: Sequence[Step]) -> str:
        """Return a line for each step: thousands a second, so what they share is made once. Nothing in them is about a person."""
        start = f"{self.formatTime(record)} {record.levelname} {record.name}: "
        return "\n".join(f"{start}{_told(what, facts)}trace={trace}]" for what, facts, trace in steps)

    def line(self, record: logging.LogRecord) -> str:
        """Return the line of a record, and the traceback below it."""
        record.message = self.said(record)
        record.asctime = self.formatTime(record)
        line = self.formatMessage(record)
        facts = " ".join(f"{name}={value}" for name, value in self.facts(record).items())
        error = self.error(record)
        return "".join([line, f" [{facts}]" if facts else "", f"\n{error}" if error else ""])

    def said(self, record: logging.LogRecord) -> str:
        """Return what is said, masked."""
        text = record.getMessage()
        if record.name.split(".", 1)[0] in QUOTING and not self._whole:
            text = _QUOTED.sub("'…'", text)
        return self.masked(text)

    def facts(self, record: logging.LogRecord) -> Mapping[str, str]:
        """Return what else is known: the trace or traces."""
        raised = record.exc_info[1] if record.exc_info else None
        traces = (record.trace,) if hasattr(record, "trace") else followed() or raised_over(raised)
        return {"trace": ",".join(traces)} if traces else {}

    def error(self, record: logging.LogRecord) -> str:
        """Return the traceback of what was raised, and of what that was raised from; empty where nothing was."""
        raised = record.exc_info[1] if record.exc_info else None
        if raised is None:
            return ""
        if self._whole:
            return "".join(traceback.format_exception(raised)).rstrip()
        parts: list[str] = []
        seen: set[int] = set()
        while raised is not None and id(raised) not in seen:
            seen.add(id(raised))
            parts.append(f"{_frames(raised.__traceback__)}{type(raised).__name__}: {self.masked(_words(raised))}".removesuffix(": "))
            raised = raised.__cause__ or (None if raised.__suppress_context__ else raised.__context__)
        return "\n\nafter:\n".join(parts)

    def masked(self, text: str) -> str:
        """Return a text without what leads to a person."""
        return text if self._whole else masked_line(text, self._own)


class JsonLines(Plain):
    """One JSON object a line: ``at`` (UTC), ``level``, ``logger``, ``message``, ``trace`` and ``error``."""

    @override
    def lines(self, record: logging.LogRecord, steps: Sequence[Step]) -> str:
        """Return an object for each step."""
        start = json.dumps(self._where(record), ensure_ascii=False)[:-1]
        return "\n".join(f'{start}, {_object(what, facts)}, "trace": "{trace}"}}' for what, facts, trace in steps)

    def _where(self, record: logging.LogRecord) -> dict[str, str]:
        at = f"{self.formatTime(record, '%Y-%m-%dT%H:%M:%S')}.{record.msecs:03.0f}Z"
        return {"at": at, "level": record.levelname, "logger": record.name}

    @override
    def line(self, record: logging.LogRecord) -> str:
        """Return the object of a record."""
        line = {
            **self._where(record),
            "message": self.said(record),
            **self.facts(record),
        }
        if error := self.error(record):
            line["error"] = error
        return json.dumps(line, ensure_ascii=False)


def configure(level: str, style: Literal["text", "json"], own: Collection[str] = (), *, whole: bool = False) -> None:
    """Send everything from ``level`` on to standard error; ``own`` and ``whole`` as in ``Plain``."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines(own, whole=whole) if style == "json" else Plain(own, whole=whole))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


# Of words and facts there are few kinds: how each is written is remembered.
@lru_cache(maxsize=4_096)
def _told(what: str, facts: Facts) -> str:
    return f"{what} [{''.join(f'{name}={value} ' for name, value in facts)}"


@lru_cache(maxsize=4_096)
def _object(what: str, facts: Facts) -> str:
    return json.dumps({"message": what, **dict(facts)}, ensure_ascii=False)[1:-1]


def _frames(trace: TracebackType | None) -> str:
    return f"Traceback (most recent call last):\n{''.join(traceback.format_tb(trace))}" if trace is not None else ""


def _words(raised: BaseException) -> str:
    """Return why, in one line. Our own errors are written for whoever reads them; others quote what they choked on."""
    line = (str(raised).splitlines() or [""])[0][:300]
    if type(raised).__module__.split(".", 1)[0] == "bot":
        return line
    if isinstance(raised, _NAMES) and _NAME.fullmatch(line.strip("'\"")):
        return line
    return _INSIDE.sub("…", _QUOTED.sub("'…'", line))
