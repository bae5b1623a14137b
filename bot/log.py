"""Logging, configured once by the command: one line an event on standard error, as text or as JSON."""

from __future__ import annotations

import json
import logging
import time
from typing import Literal

from typing_extensions import override

# These log each connection or each ring at INFO, which says nothing to whoever runs a bot.
CHATTY = ("aiohttp.access", "apscheduler", "asyncio", "pymongo")


class JsonLines(logging.Formatter):
    """One JSON object a line: ``at`` (UTC), ``level``, ``logger``, ``message``, and ``error`` with its traceback."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {
            "at": f"{self.formatTime(record, '%Y-%m-%dT%H:%M:%S')}.{record.msecs:03.0f}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def configure(level: str, style: Literal["text", "json"]) -> None:
    """Send everything from ``level`` on to standard error. Nothing is masked here: secrets must not be logged at all."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if style == "json" else logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    if handler.formatter is not None:
        handler.formatter.converter = time.gmtime
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
