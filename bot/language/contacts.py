"""E-mail addresses and phone numbers inside sentences."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 8
_EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9_+-]{1,64}(?:\.[A-Za-z0-9_+-]{1,64}){0,4}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24}(?![\w-])")
_LINK = re.compile(r"(?:https?://|www\.)\S{1,2000}", re.IGNORECASE)
# International with a plus or two noughts; or digits in groups that somebody calls a phone's.
_INTERNATIONAL = re.compile(r"(?<![\w+])(?:\+|00)\s?[1-9](?:[\s().-]{0,2}\d){7,14}(?!\d)")
_NATIONAL = re.compile(r"(?<![\w+#/-])\(?\d(?:[\s().-]{0,2}\d){7,12}(?![\w/-])")
_CALLED = re.compile(
    r"(?:\bphone|\bmobile|\bcell|\bcall|\bring|\bwhatsapp|\bcontact|\breach|\bnumber is|\btel|\btel[eé]fono|\bll[aá]m\w{0,4}|\bm[oó]vil|\bcelular"
    r"|\bappel\w{0,4}|\bnum[eé]ro|\bportable|\btelefon\w{0,4}|\banruf\w{0,2}|\bhandy|\bruf\w{0,2}|\blig\w{0,4}|\bara\w{0,4}|\bcep|\btelepon|\bhp|\bnomor|\bhubungi"
    r"|اتصل\w{0,4}|جوال\w{0,3}|موبايل\w{0,2}|رقمي|هاتف\w{0,2}|تلفون\w{0,2}|تواصل\w{0,3}|फोन|नंबर|कॉल|मोबाइल|فون|نمبر|کال|موبائل)[^\d\n]{0,24}$",
    re.IGNORECASE,
)
_BEFORE = 40
_NATIONAL_LENGTHS = range(10, 14)


class Contact(NamedTuple):
    """What was found and where it stands; phone numbers hold digits only, with the plus where one was typed."""

    text: str
    start: int
    end: int


def emails(text: str) -> Iterator[Contact]:
    """Find e-mail addresses."""
    for match in islice(_EMAIL.finditer(text), _MOST):
        yield Contact(match.group(), match.start(), match.end())


def links(text: str) -> Iterator[Contact]:
    """Find web addresses."""
    for match in islice(_LINK.finditer(text), _MOST):
        yield Contact(match.group(), match.start(), match.end())


def phones(text: str) -> Iterator[Contact]:
    """Find phone numbers: international ones, national ones that begin with 0, and what is called a phone number."""
    taken = 0
    for match in islice(_INTERNATIONAL.finditer(text), _MOST):
        digits = "".join(filter(str.isdigit, match.group()))
        taken = match.end()
        yield Contact(f"+{digits.removeprefix('00')}", match.start(), match.end())
    for match in islice(_NATIONAL.finditer(text, taken), _MOST):
        digits = "".join(filter(str.isdigit, match.group()))
        called = _CALLED.search(text[max(0, match.start() - _BEFORE) : match.start()])
        if called or (digits.startswith("0") and len(digits) in _NATIONAL_LENGTHS):
            yield Contact(digits, match.start(), match.end())
