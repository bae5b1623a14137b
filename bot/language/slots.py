"""Values inside sentences: order numbers, however they are typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from bot.language.normalise import western_digits

_DIGIT = re.compile(r"\d")
# Digits with an optional prefix of letters ("NH-1042", "SO 2024/0012"); bounded everywhere, so linear in the text.
_CANDIDATE = re.compile(
    r"(?P<plus>\+)?(?P<hash>[#№]\s?)?(?<![A-Za-z0-9_.,])(?P<prefix>[A-Za-z]{1,6}[-_/]?)?"
    r"(?P<digits>\d{1,14}(?:[-_/]\d{1,8}){0,2})(?P<suffix>-[A-Za-z]{1,3}\b)?(?P<rest>[.,:]\d|[\w%$€£])?",
)
_NAMED = re.compile(
    r"(?:\borders?|\bordr|\b(?:no|num|number|nr|id)|\btalab\w{0,4}|\bcommande|طلب\w{0,5}|[اأ]وردر\w{0,4}|رقم\w{0,3}|كوموند\w{0,2}|شحن\w{0,4})"
    r"\s{0,3}(?:is|هو|رقم|number|no|num|id|nr)?\.?\s{0,2}[:#-]?\s{0,3}$",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"(?:\b(?:sar|aed|usd|egp|kwd|sr|rs)|[$€£])\s?$", re.IGNORECASE)
_UNIT_AFTER = re.compile(
    r"\s?(?:sar|aed|usd|egp|kwd|sr|riyals?|dirhams?|dollars?|pounds?|days?|hours?|hrs?|weeks?|months?|years?|am|pm"
    r"|ريال|درهم|دينار|جنيه|دولار|ليرة|يوم|ايام|أيام|ساعة|ساعات|اسبوع|أسبوع|شهر|سنة)(?!\w)",
    re.IGNORECASE,
)
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CANDIDATES = 64  # a bound on the work, far above what people write
_BEFORE = 40
_AFTER = 12
_LONG = 4
_YEARS = range(1990, 2100)
MAX_NUMBERS = 5


@dataclass(frozen=True, slots=True)
class Slots:
    """What a text holds beside its words. ``order_numbers`` are in the form of ``order_key``, the surest first, five at most."""

    order_numbers: tuple[str, ...] = ()


_NONE = Slots()


@dataclass(frozen=True, slots=True)
class Found:
    """The slots of a text, and the text without them."""

    slots: Slots
    remaining: str


def order_key(number: str) -> str:
    """Return the form in which two spellings of one order number meet: Latin digits, capitals, letters and digits only.

    >>> order_key("#nh-١٠٤٢")
    'NH1042'
    """
    return "".join(char for char in western_digits(number).upper() if char.isalnum())


def same_order(number: str, typed: str) -> bool:
    """Tell whether what a customer typed (in the form of ``order_key``) may mean the order with this number.

    A prefix may be left out: both ``NH1042`` and ``1042`` mean ``NH-1042``.
    """
    key = order_key(number)
    return key == typed or (typed.isdigit() and key.lstrip(_CAPITALS) == typed)


def find_slots(text: str) -> Found:
    """Find the order numbers of a text: those that are named as such ("order 7", "#7"), then bare ones of four digits or more.

    Amounts, dates, times, quantities with a unit, phone numbers with a plus and bare years are not order numbers.
    """
    if _DIGIT.search(text) is None:
        return Found(_NONE, text)
    plain = western_digits(text)
    named: list[str] = []
    bare: list[str] = []
    kept, end = [], 0
    for match in islice(_CANDIDATE.finditer(plain), _CANDIDATES):
        surety = _surety(plain, match)
        if surety == 0:
            continue
        (named if surety > 1 else bare).append(order_key(f"{match['prefix'] or ''}{match['digits']}{match['suffix'] or ''}"))
        kept.append(plain[end : match.start()])
        end = match.end()
    kept.append(plain[end:])
    return Found(Slots(tuple(dict.fromkeys(named + bare))[:MAX_NUMBERS]), " ".join(kept))


def _surety(text: str, match: re.Match[str]) -> int:
    """Return 2 for a number that is named as an order's, 1 for one that may be, 0 for what is something else."""
    if match["plus"] or match["rest"]:
        return 0
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    after = text[match.end() : match.end() + _AFTER]
    if _MONEY_BEFORE.search(before) or _UNIT_AFTER.match(after):
        return 0
    if match["hash"] or _NAMED.search(before):
        return 2
    return _bare(match["prefix"] or "", match["digits"], alone=match.group().strip() == text.strip(" ?!.؟"))


def _bare(prefix: str, digits: str, *, alone: bool) -> int:
    if alone and (not prefix or len(digits) >= _LONG - 1):
        return 2 if digits.isdigit() else 1
    if not digits.isdigit():
        return 1 if prefix else 0
    if prefix:
        return 1 if len(digits) >= _LONG - 1 and (prefix.isupper() or not prefix.isalpha()) else 0
    return 1 if len(digits) >= _LONG and not (len(digits) == _LONG and int(digits) in _YEARS) else 0
