"""Switching traces on: only then is OpenTelemetry imported."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from bot.errors import UserMistake

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.app.spans import Spans

WITHOUT = "WASLA_TRACES is on, but OpenTelemetry is not installed: install wasla[otel], or switch it off"


@asynccontextmanager
async def open_spans(*, wanted: bool) -> AsyncIterator[Spans | None]:
    """Open what sends spans by OTLP over HTTP to where OTEL_EXPORTER_OTLP_ENDPOINT says; ``None`` where none are wanted.

    Raises ``UserMistake`` where the extra is missing.
    """
    if not wanted:
        yield None
        return
    try:
        exporter = import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter").OTLPSpanExporter()
        spans: Spans = import_module("bot.app.spans").Spans(exporter)
    except ModuleNotFoundError as error:
        raise UserMistake(WITHOUT) from error
    try:
        yield spans
    finally:
        # It may have to wait for the receiver.
        await asyncio.to_thread(spans.close)
