"""Samples told as though they happened now, of an order of their own. What was recorded of a real system stays as it is, byte for byte."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

CONNECTORS: Final = Path(__file__).parents[1] / "connectors"
# What the constructed samples call their orders and parcels, and their customers' phones.
_NAMES: Final = (
    *("NH-1042", "NH1042", "NH-2042", "2042", "5301", "5001", "S00042", "000000042", "42", "250"),
    *("6021847392511234567", "1877654321", "204817365", "1877654400", "204817400", "72524870", "72524871"),
    *("4471009812", "AX4471009812", "AX 4471 0098 12", "290123456789", "290012345678", "47384200001", "47384200002", "T1"),
    *("966501234567", "0501234567", "501234567", "966559876543", "96550123456", "50123456"),
    *("7777777770", "00340434292135100186", "LP00123456789CN"),
)
_NAME: Final = re.compile(r"(?<![\w.-])(?<!\d:)(?:" + "|".join(sorted(map(re.escape, _NAMES), key=len, reverse=True)) + r")(?![\w.-])")
_EVENT: Final = re.compile(r'("event_id": *"|"evt_|"9d2f-)([^"]*)"')
_MOMENT: Final = re.compile(r"(2026-1[12]-\d\d)([T ])(\d\d:\d\d)(:\d\d)?")
_DAY: Final = re.compile(r"2026-1[12]-\d\d(?![T ]\d\d:)")
_SECONDS: Final = re.compile(r"\b179[45]\d{6}(?=(?:\d{3})?\b)")
_PDF_HOSTS: Final = re.compile(r"https://(?:pay\.stripe\.com|files\.zid\.example)")
_SHORT: Final = 4


def sample(connector: str, name: str) -> bytes:
    """Return a sample as it is posted: what an API's answer wraps is unwrapped."""
    path = CONNECTORS / connector / "fixtures" / f"{name}.json"
    if not name.endswith("_enveloped"):
        # Some were published with their ids blotted out: each gets one of its own.
        return path.read_bytes().replace(b'"evt_..."', f'"evt_{name}"'.encode())
    (inner,) = json.loads(path.read_bytes()).values()
    return json.dumps(inner).encode()


def renamed(name: str, number: int) -> str:
    """Return the name of the ``number``-th order or parcel made of a sample's: its last three digits, or three more where it is short."""
    if sum(letter.isdigit() for letter in name) < _SHORT:
        return f"{name}{number:03}"
    left, found = list(f"{number:03}"), list(name)
    for place in range(len(found) - 1, -1, -1):
        if found[place].isdigit() and left:
            found[place] = left.pop()
    return "".join(found)


def newest(bodies: Sequence[bytes]) -> int:
    """Return the latest second that constructed samples speak of."""
    text = " ".join(body.decode() for body in bodies)
    moments = [datetime.fromisoformat(f"{found[1]}T{found[3]}{found[4] or ':00'}+00:00").timestamp() for found in _MOMENT.finditer(text)]
    return round(max([*moments, *(float(found[0]) for found in _SECONDS.finditer(text))], default=0))


def retold(body: bytes, *, number: int, later: int, files: str) -> bytes:
    """Return a constructed sample of the ``number``-th order, ``later`` seconds later, with its PDFs at the address ``files``."""
    text = _NAME.sub(lambda found: renamed(found[0], number), body.decode())
    text = _EVENT.sub(lambda found: f'{found[1]}{found[2]}{number}"', text)
    text = _PDF_HOSTS.sub(files, text)
    # Days first: moved moments would look like days of another year.
    text = _DAY.sub(lambda found: _moved(f"{found[0]}T12:00:00", later).date().isoformat(), text)
    text = _MOMENT.sub(lambda found: _moment(found, later), text)
    return _SECONDS.sub(lambda found: str(int(found[0]) + later), text).encode()


def _moved(moment: str, seconds: int) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC) + timedelta(seconds=seconds)


def _moment(found: re.Match[str], later: int) -> str:
    moved = _moved(f"{found[1]}T{found[3]}{found[4] or ':00'}", later)
    return moved.strftime(f"%Y-%m-%d{found[2]}%H:%M" + (":%S" if found[4] else ""))
