"""How inputs go wrong: a value of a JSON document becomes another, parts of two inputs are joined, bytes are cut, doubled and flipped."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

LONGEST: Final = 64 * 1024
# What has broken parsers before: numbers that don't fit, halves of characters, other scripts' digits, empty things, things too deep.
TEXTS: Final = (
    "",
    " ",
    "\x00",
    "\ud800",
    "\N{RIGHT-TO-LEFT OVERRIDE}",
    "\N{ARABIC-INDIC DIGIT ONE}\N{ARABIC-INDIC DIGIT TWO}",
    "²",
    "1e999999",
    "-0",
    "NaN",
    "9" * 400,
    "0x10",
    "+966501234567",
    "00966 50 123 4567",
    "1,234.56",
    "\N{ARABIC-INDIC DIGIT ONE}\N{ARABIC DECIMAL SEPARATOR}\N{ARABIC-INDIC DIGIT FIVE}",
    "2026-02-30",
    "2026-11-20T10:00:00+99:00",
    "0001-01-01T00:00:00-23:59",
    "9999-12-31T23:59:59Z",
    "SAR",
    "https://[",
    "javascript:alert(1)",
    "a\r\nb: c",
    "'\"<>{{}}%s$ne",
    "é" * 300,
)
VALUES: Final[tuple[object, ...]] = (
    None,
    True,
    False,
    0,
    -1,
    2**31,
    2**53 + 1,
    2**63,
    2**64,
    10**400,
    1e308,
    -0.0,
    [],
    {},
    [[]],
    [None],
    {"": None},
    {"$gt": 1},
)
BYTES: Final = (b"", b"\x00", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r\n", b'"', b"{", b"[" * 2_000, b"\\ud800", b",", b";", b"\t", b"=")


def mutate(data: bytes, others: Sequence[bytes], dice: Random) -> bytes:
    """Return an input like ``data`` that went wrong in one to three places; ``others`` are what parts may come from."""
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        data = (_json_changed(data, others, dice) if dice.random() < 0.7 else None) or dice.choice(_CHANGES)(data, others, dice)
    return data[:LONGEST]


def _json_changed(data: bytes, others: Sequence[bytes], dice: Random) -> bytes | None:
    """Return a document with one of its values changed; ``None`` for what is none."""
    try:
        document = json.loads(data)
        places = list(_places(document))
        if not places:
            return None
        holder, key = dice.choice(places)
        _change(holder, key, _value(document, others, dice), dice)
        return json.dumps(document, ensure_ascii=dice.random() < 0.5).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError, OverflowError):
        return None


Holder = dict[str, object] | list[object]


def _places(document: object) -> list[tuple[Holder, str | int]]:
    """Return every value's holder and key, however deep."""
    found: list[tuple[Holder, str | int]] = []
    left = [document]
    while left:
        here = left.pop()
        if isinstance(here, dict):
            found += [(here, key) for key in here]
            left += here.values()
        elif isinstance(here, list):
            found += [(here, place) for place in range(len(here))]
            left += here
    return found


def _change(holder: Holder, key: str | int, value: object, dice: Random) -> None:
    kind = dice.randrange(8)
    if isinstance(holder, dict):
        if kind == 0:
            del holder[str(key)]
        elif kind == 1:
            holder[dice.choice(TEXTS) + str(key)] = holder.pop(str(key))
        else:
            holder[str(key)] = [holder[str(key)]] * dice.choice((1, 2, 30)) if kind == 2 else value
    elif kind == 0:
        del holder[int(key)]
    elif kind == 1:
        holder += holder[: 50 - len(holder)] if len(holder) < 50 else []
    else:
        holder[int(key)] = value


def _value(document: object, others: Sequence[bytes], dice: Random) -> object:
    """Return what a value becomes: something odd, a part of this document, or one of another."""
    kind = dice.randrange(5)
    if kind == 0:
        return dice.choice(TEXTS)
    if kind == 1:
        return dice.choice(VALUES)
    if kind == 2:
        return dice.choice((dice.randrange(-10, 10), dice.getrandbits(dice.randrange(1, 80)), dice.random() * 10 ** dice.randrange(30)))
    source = document if kind == 3 else _loaded(dice.choice(others)) if others else document
    places = _places(source)
    if not places:
        return source
    holder, key = dice.choice(places)
    return json.loads(json.dumps(holder[key]))  # type: ignore[index]  # the key is of the holder's own kind


def _loaded(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return data.decode("utf-8", "replace")


def _cut(data: bytes, _others: Sequence[bytes], dice: Random) -> bytes:
    start, end = sorted(dice.randrange(len(data) + 1) for _ in range(2))
    return data[:start] + data[end:]


def _double(data: bytes, _others: Sequence[bytes], dice: Random) -> bytes:
    start, end = sorted(dice.randrange(len(data) + 1) for _ in range(2))
    return data[:end] + data[start:end] * dice.choice((1, 2, 20)) + data[end:]


def _flip(data: bytes, _others: Sequence[bytes], dice: Random) -> bytes:
    if not data:
        return bytes([dice.randrange(256)])
    place = dice.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << dice.randrange(8)]) + data[place + 1 :]


def _insert(data: bytes, _others: Sequence[bytes], dice: Random) -> bytes:
    place = dice.randrange(len(data) + 1)
    odd = dice.choice(BYTES) if dice.random() < 0.5 else dice.choice(TEXTS).encode("utf-8", "surrogatepass")
    return data[:place] + odd + data[place + dice.choice((0, 0, len(odd))) :]


def _splice(data: bytes, others: Sequence[bytes], dice: Random) -> bytes:
    other = dice.choice(others) if others else data
    return data[: dice.randrange(len(data) + 1)] + other[dice.randrange(len(other) + 1) :]


_CHANGES: Final[tuple[Callable[[bytes, Sequence[bytes], Random], bytes], ...]] = (_cut, _double, _flip, _flip, _insert, _insert, _splice)
