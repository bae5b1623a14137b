"""What Aramex answers to ``TrackShipments``, as far as it is used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Final

from bot.connectors.reading import Payload, load
from bot.connectors.references import reference
from bot.connectors.scan_fields import moment
from bot.connectors.tolerant import ONLY_OBJECTS, Flag, Text
from bot.errors import Unreadable

# Milliseconds since 1970; the offset behind them says where the clock hung and changes nothing.
_DATE: Final = re.compile(r"/Date\((\d{9,16})(?:[+-]\d{4})?\)/", re.ASCII)


class Update(Payload):
    """One scan."""

    WaybillNumber: Text = None
    UpdateCode: Text = None
    UpdateDescription: Text = None
    UpdateDateTime: Text = None
    UpdateLocation: Text = None


class Notification(Payload):
    """Why something went wrong."""

    Code: Text = None
    Message: Text = None


class Answer(Payload):
    """The whole answer."""

    HasErrors: Flag = None
    Notifications: Annotated[tuple[Notification, ...], ONLY_OBJECTS] = ()


def time_of(text: str | None, zone: str) -> int | None:
    """Return the instant of a scan: ``/Date(1718900000000+0300)/`` or ISO 8601, without an offset in ``zone``; ``None`` for neither."""
    found = _DATE.fullmatch(text or "")
    return moment(int(found[1]) if found else text, zone)


def results(body: bytes) -> dict[str, list[Mapping[str, object]]]:
    """Return the scans of a body by waybill, or raise ``Unreadable``.

    They come as a list of ``Key`` and ``Value``, as an object, or as a list of scans that name their waybill each.
    """
    content = load(body)
    if not isinstance(content, Mapping):
        raise Unreadable("the body is not an object")
    told = content.get("TrackingResults", [content] if "UpdateCode" in content else None)
    if isinstance(told, Mapping):
        return _of_pairs([(key, value) for key, value in told.items()])
    if not isinstance(told, list):
        raise Unreadable("TrackingResults: missing")
    return _of_pairs([_pair(one) for one in told if isinstance(one, Mapping)])


def _pair(one: Mapping[str, object]) -> tuple[object, object]:
    return (one["Key"], one.get("Value")) if "Key" in one else (one.get("WaybillNumber"), [one])


def _of_pairs(pairs: list[tuple[object, object]]) -> dict[str, list[Mapping[str, object]]]:
    found: dict[str, list[Mapping[str, object]]] = {}
    for key, rows in pairs:
        waybill = reference(key)
        if waybill is not None and isinstance(rows, list):
            found.setdefault(waybill, []).extend(row for row in rows if isinstance(row, Mapping))
    return found
