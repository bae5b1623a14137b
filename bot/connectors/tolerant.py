"""Fields that must not cost an event: what is odd in them counts as absent, and what people will read is made fit for it.

For everything but ids and amounts: a title of 300 characters, ``[]`` where an object was promised (PHP's empty one) or a number
instead of a text is no reason to keep an order aside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import BeforeValidator

from bot.connectors.reading import INVISIBLE

_LONGEST: Final = 200
_LONGEST_ADDRESS: Final = 2_000
_LARGEST_COUNT: Final = 2**53
_BLANKS: Final = re.compile(r"[\s\x00-\x1f\x7f\ud800-\udfff]+")
_YES: Final = frozenset(("1", "true", "yes"))


def _text(value: object) -> str | None:
    """Return a line of at most 200 characters, ``None`` when nothing can be shown."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    line = _BLANKS.sub(" ", INVISIBLE.sub("", str(value))).strip()
    return (line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…") or None


def _count(value: object) -> int | None:
    """Return a whole number, ``None`` for what is none and for what no database holds."""
    try:
        found = int(float(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
    except (ValueError, OverflowError):
        return None
    return found if found is not None and abs(found) <= _LARGEST_COUNT else None


def _price(value: object) -> object:
    return value if isinstance(value, str | int | float) and not isinstance(value, bool) and value != "" else None


def web_address(value: object) -> str | None:
    """Return a web address that people and programs may be sent to, ``None`` for everything else."""
    if not isinstance(value, str) or not value.isprintable() or " " in value.strip() or len(value) > _LONGEST_ADDRESS:
        return None
    text = value.strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme.lower() in {"http", "https"} and parts.hostname else None


def _flag(value: object) -> bool | None:
    """Return what ``true``, ``1`` and ``"1"`` say; ``None`` when nothing is said."""
    if value is None or isinstance(value, Mapping | list):
        return None
    return value if isinstance(value, bool) else str(value).strip().lower() in _YES


def _object(value: object) -> object:
    return value if isinstance(value, Mapping) else None


def _objects(value: object) -> object:
    return tuple(one for one in value if isinstance(one, Mapping)) if isinstance(value, list | tuple) else ()


def _code(value: object) -> str | None:
    """Return a country as ISO 3166, ``None`` for names."""
    text = value.strip().upper() if isinstance(value, str) else ""
    return text if re.fullmatch(r"[A-Z]{2}", text) else None


Text = Annotated[str | None, BeforeValidator(_text)]
# An amount that may be absent; what it says is read by ``bot.connectors.amounts``, which refuses what is none.
Price = Annotated[str | int | float | None, BeforeValidator(_price)]
Count = Annotated[int | None, BeforeValidator(_count)]
Address = Annotated[str | None, BeforeValidator(web_address)]
Flag = Annotated[bool | None, BeforeValidator(_flag)]
Country = Annotated[str | None, BeforeValidator(_code)]
ABSENT_UNLESS_OBJECT: Final = BeforeValidator(_object)
ONLY_OBJECTS: Final = BeforeValidator(_objects)
