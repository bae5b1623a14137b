"""Parked items: which are meant, what they say without secrets, and handing them in again or throwing them away."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from bot.connectors.base import Knock
from bot.domain.inbox import InboxItem, Parked, park
from bot.domain.phone import masked
from bot.domain.store import Store
from bot.whatsapp.split import split

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.connectors.base import Connector
    from bot.db import Database

_SECRET: Final = re.compile(r"(?i)secret|token|password|passwd|authori[sz]ation|api_?key|signature|credential|cookie")
_ADDRESS: Final = re.compile(r"[^\s\"'<>@]+@[^\s\"'<>@]+\.[^\s\"'<>@]+")
# Phone numbers, whatever stands between their digits; and nothing as short as an amount or a year.
_NUMBER: Final = re.compile(r"(?!\d{4}-\d\d-\d\d)\+?(?<!\d)\d(?:[\s().-]{0,2}\d){6,17}")
_HIDDEN: Final = "•••"
# In a text that is no JSON a secret ends where its line or its quotes do.
_PAIR: Final = re.compile(r"(?i)([\"']?[\w-]*(?:secret|token|password|passwd|authori[sz]ation|api_?key|signature)[\w-]*[\"']?\s*[:=]\s*)[^\r\n,}&]+")


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of it: how many items are in the inbox now, and what is still parked, with the reason of today."""

    stored: int
    parked: tuple[Parked, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which parked items: of a kind, from a source, with words in their reason, parked from an instant up to another one."""

    kind: str = ""
    store_id: str = ""
    reason: str = ""
    since: int | None = None
    until: int | None = None


def store_ids(item: Parked, numbers: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the stores that an item may be about, by its source; empty where nobody knows. ``numbers`` are the stores of each number."""
    _, slash, store_id = item.source.partition("/")
    return (store_id,) if slash else tuple(numbers.get(item.source, ()))


def matching(items: Iterable[Parked], wanted: Wanted, numbers: Mapping[str, Sequence[str]]) -> list[Parked]:
    """Return the items that are meant, in their order."""
    return [
        item
        for item in items
        if wanted.kind in {"", item.kind}
        and (not wanted.store_id or wanted.store_id in store_ids(item, numbers))
        and wanted.reason.casefold() in item.error.casefold()
        and (wanted.since is None or item.parked_at >= wanted.since)
        and (wanted.until is None or item.parked_at < wanted.until)
    ]


def readable(item: Parked) -> str:
    """Return what an item holds, JSON with its lines apart; bytes that are no UTF-8 are shown as escapes."""
    text = item.body.decode("utf-8", "backslashreplace")
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return text


def redacted(text: str) -> str:
    """Return a text without secrets, and with phone numbers and e-mail addresses masked.

    >>> redacted("token=EAAG, call 966501234567")
    'token=•••, call ********4567'
    """
    try:
        return json.dumps(_without_secrets(json.loads(text)), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return _masked(_PAIR.sub(lambda found: found[1] + _HIDDEN, text))


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {_masked(key): _HIDDEN if _SECRET.search(key) and one else _without_secrets(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_without_secrets(one) for one in value]
    if isinstance(value, str):
        return _masked(value)
    shown = _masked(str(value)) if isinstance(value, int) and not isinstance(value, bool) else value
    return value if shown == str(value) else shown


def _masked(text: str) -> str:
    hidden = _ADDRESS.sub(_HIDDEN, text)
    return _NUMBER.sub(lambda found: masked(found[0]), hidden)


async def replay(db: Database, item: Parked, now: int, connectors: Mapping[str, Connector[Any]]) -> Replayed:
    """Put what a parked item stands for into the inbox; what still can't be read of it stays parked, and the rest is forgotten.

    Repeating it after a crash changes nothing, because ids in the inbox are unique.
    """
    taken, left = _taken_apart(item, connectors)
    items = [replace(one, received_at=now) for one in taken]
    outcomes = await db.inbox.add_many(items) if items else []
    broken = [park(one, why, one.received_at) for one, why in zip(items, outcomes, strict=True) if why is not None and why != "duplicate"]
    # What stays as it was keeps its id, whatever the splitter would call it today.
    parked = [replace(item, error=one.error) if one.body == item.body else one for one in (*left, *broken)]
    await db.parked.add_many([one for one in parked if one.id != item.id])
    if all(one.id != item.id for one in parked):
        await db.parked.remove(item.id)
    return Replayed(len(items) - len(broken), tuple(parked))


def _taken_apart(item: Parked, connectors: Mapping[str, Connector[Any]]) -> tuple[Sequence[InboxItem], Sequence[Parked]]:
    """Return the inbox items that a parked item stands for, and what of it can't be read."""
    if item.kind == "unknown":
        # Of WhatsApp, a whole body or an odd element as a body of its own. Where a time is missing, that of its arrival holds.
        whatsapp = split(item.body, item.at or item.parked_at)
        return whatsapp.items, whatsapp.parked
    if item.lane:
        return [InboxItem(item.id, item.kind, item.lane, item.at, item.parked_at, item.source, item.body, topic=item.topic)], []
    connector, _, store_id = item.source.partition("/")
    if connector not in connectors:
        return [], [replace(item, error=f"it came from {item.source}, which is not set up any more")]
    delivery = item.id.removeprefix(f"{connector}:{store_id}:")
    # A splitter asks the store for its id alone.
    knock = Knock("POST", {}, {}, item.body, Store(store_id, "", ""), item.at or item.parked_at, topic=item.topic)
    parts = connectors[connector].split(knock, delivery)
    return parts.items, parts.parked
