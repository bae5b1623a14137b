"""JSON and instants as Meta sends them: fast where the bytes are clean, patient where they are odd."""

from __future__ import annotations

import json
import re

import orjson

Json = dict[str, object]

_LAST_SECOND = 253_402_300_799  # the end of the year 9999: what is later is no date
_LONGEST_TIMESTAMP = 12
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def loads(raw: bytes) -> object:
    """Return what the bytes say; raise ``ValueError`` when they are no JSON or are nested too deeply.

    orjson refuses lone surrogates (half an emoji, cut off by somebody's client), which RFC 8259 permits; those bodies go
    through the standard library.
    """
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return _patient_loads(raw)


def _patient_loads(raw: bytes) -> object:
    try:
        return json.loads(raw.decode("utf-8", "surrogatepass"), parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def loads_clean(raw: bytes) -> object:
    """Return what the bytes say with every lone surrogate replaced by U+FFFD, so that each string can be stored and sent.

    Raise ``ValueError`` as ``loads`` does.
    """
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        text = _patient_dumps(_patient_loads(raw), sort_keys=False, ascii_only=False)
        return _patient_loads(_LONE_SURROGATE.sub("\ufffd", text).encode())


def dumps(value: object, *, sort_keys: bool = False) -> bytes:
    """Return compact JSON; raise ``ValueError`` when the value is nested too deeply. ``sort_keys`` makes equal values equal bytes."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS if sort_keys else None)
    except orjson.JSONEncodeError:
        return _patient_dumps(value, sort_keys=sort_keys, ascii_only=True).encode()


def _patient_dumps(value: object, *, sort_keys: bool, ascii_only: bool) -> str:
    try:
        return json.dumps(value, separators=(",", ":"), sort_keys=sort_keys, ensure_ascii=ascii_only)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def instant(timestamp: object) -> int | None:
    """Return milliseconds for Meta's seconds (a string in messages, a number elsewhere), ``None`` for what is no date."""
    if isinstance(timestamp, str):
        if len(timestamp) > _LONGEST_TIMESTAMP or not (timestamp.isascii() and timestamp.isdigit()):
            return None
        timestamp = int(timestamp)
    if type(timestamp) is not int or not 0 < timestamp <= _LAST_SECOND:
        return None
    return timestamp * 1000
