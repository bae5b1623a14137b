"""Numbers, addresses and ids of persons, made unrecognisable for the log: enough is left to compare two lines, too little to find anybody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

DOTS: Final = "••••"
_SHORT: Final = 9
_EMAIL: Final = re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+")
# The id of a message holds its sender's number, in base64, at its beginning.
_WAMID: Final = re.compile(r"wamid\.[A-Za-z0-9+/=_-]+")
# Business-scoped user ids: a country, perhaps ENT, and letters with digits.
_BSUID: Final = re.compile(r"(?<![A-Za-z0-9.])([A-Z]{2}\.(?:ENT\.)?)(?=[A-Za-z]*[0-9])([A-Za-z0-9]{3,128})(?![A-Za-z0-9])")
# A plus, or a zero of one's own country, allows what people put between digits; without either only digits are a number (E.164: 15 at most).
_WRITTEN: Final = re.compile(r"(?<![\w+])\+\d[\d ().-]{5,22}\d|(?<![\w.+-])0\d{1,3}[ -]\d{3}[ -]?\d{3,4}(?!\w)")
_DIGITS: Final = re.compile(r"(?<![A-Za-z0-9.])\d{8,15}(?![A-Za-z0-9])")


def number(text: str) -> str:
    """Return a phone number with its middle hidden.

    >>> number("+966501234567"), number("50123456")
    ('+9665••••567', '50••••56')
    """
    plus = "+" if text.startswith("+") else ""
    digits = "".join(sign for sign in text if sign.isdecimal())
    first, last = (2, 2) if len(digits) <= _SHORT else (4, 3)
    return f"{plus}{digits[:first]}{DOTS}{digits[-last:]}"


def masked_line(text: str, own: Collection[str] = ()) -> str:
    """Return a line without whole numbers, addresses and ids of persons; ``own`` are numbers of ours, which may be read.

    >>> masked_line("cu:noor:wa:966501234567 is sara@shop.example")
    'cu:noor:wa:9665••••567 is s••••@shop.example'
    """
    if "@" in text:
        text = _EMAIL.sub(lambda found: _address(found[0]), text)
    if "wamid." in text:
        text = _WAMID.sub(lambda found: f"wamid.{DOTS}{found[0][-6:] if len(found[0]) > 20 else ''}", text)  # noqa: PLR2004 - a short one is all end
    if "." in text:
        text = _BSUID.sub(lambda found: f"{found[1]}{DOTS}{found[2][-3:] if len(found[2]) > _SHORT else ''}", text)
    if " " in text:
        text = _WRITTEN.sub(_unless(own), text)
    return _DIGITS.sub(_unless(own), text)


def _unless(own: Collection[str]) -> Callable[[re.Match[str]], str]:
    return lambda found: found[0] if found[0] in own else number(found[0])


def _address(text: str) -> str:
    name, _, host = text.partition("@")
    return f"{name[:1]}{DOTS}@{host}"
