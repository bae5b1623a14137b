"""Loads what the last release left behind, as if it had been stopped just now."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bson.json_util import CANONICAL_JSON_OPTIONS, loads
from motor.motor_asyncio import AsyncIOMotorClient

from bot.domain.clock import DAY, SECOND

if TYPE_CHECKING:
    from bot.db.codec import Document

LAST = Path(__file__).with_name("last.jsonl")
# Whatever lies within these bounds of the recording is an instant.
YEARS = 2 * 365 * DAY
_AT = re.compile(rb'("at":)(\d{13})|("timestamp":")(\d{10})')
_ISO = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def recorded() -> tuple[int, dict[str, list[Document]]]:
    """Return the instant of the recording, and its documents by collection."""
    head, *lines = LAST.read_text("utf-8").splitlines()
    found: dict[str, list[Document]] = defaultdict(list)
    for line in lines:
        entry = loads(line, json_options=CANONICAL_JSON_OPTIONS)
        found[entry["in"]].append(entry["doc"])
    return int(loads(head)["made_at"]), found


def moved(value: Any, made_at: int, by: int) -> Any:
    """Return a value with every instant in it moved by so many milliseconds."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value) + by if abs(value - made_at) < YEARS else int(value)
    if isinstance(value, dict):
        return {name: moved(one, made_at, by) for name, one in value.items()}
    if isinstance(value, list):
        return [moved(one, made_at, by) for one in value]
    if isinstance(value, bytes):
        return _ISO.sub(lambda found: _later(found[0], by), _AT.sub(lambda found: _at(found, by), value))
    return value


def _at(found: re.Match[bytes], by: int) -> bytes:
    return found[1] + b"%d" % (int(found[2]) + by) if found[1] else found[3] + b"%d" % (int(found[4]) + by // SECOND)


def _later(text: bytes, by: int) -> bytes:
    return (datetime.fromisoformat(text.decode()).replace(tzinfo=UTC) + timedelta(milliseconds=by)).strftime("%Y-%m-%dT%H:%M:%S").encode()


async def load(uri: str) -> None:
    """Put the recording into an empty database."""
    made_at, documents = recorded()
    by = time.time_ns() // 1_000_000 - made_at
    client: AsyncIOMotorClient[Document] = AsyncIOMotorClient(uri, w="majority", journal=True)
    for name, docs in documents.items():
        await client["wasla"][name].insert_many([moved(doc, made_at, by) for doc in docs])
    client.close()
