"""Numbers of orders and parcels inside sentences, however they are typed."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# Letters and digits, in up to five parts: "NH-1042", "SO2024/0012", "112-1234567-1234567", "INV/20240101/MPL/123456789", "AB12CD34".
# Bounded everywhere, so linear in the text.
_CANDIDATE = re.compile(
    r"(?P<plus>\+)?(?P<hash>[#№]\s?)?(?<![A-Za-z0-9_.,@])(?P<body>[A-Za-z0-9]{1,24}(?:[-_/][A-Za-z0-9]{1,20}){0,4})(?P<rest>[.,:]\d|[\w%$€£₹@])?"
)
_SIMPLE = re.compile(r"(?P<prefix>[A-Za-z]{1,6}[-_/]?)?(?P<digits>\d{1,20})(?:-[A-Za-z]{1,3})?")
_GROUPS = re.compile(r"[A-Za-z]{0,6}[-_/]?\d{1,20}(?:[-_/]\d{1,20}){1,4}")
_DATE = re.compile(r"\d{1,2}[-/]\d{1,2}(?:[-/](?:\d{2}|\d{4}))?|\d{4}-\d{1,2}-\d{1,2}")
_NAMED = re.compile(
    r"(?:\borders?|\bordr|\b(?:no|num|number|nr|id|ref|reference)|\bn[°º.]|\btalab\w{0,4}|\bcomm?ande|\bbestell(?:ung|nummer|nr)|\bauftrag\w{0,8}"
    r"|\bpedidos?|\bcompra|\bencomenda|\bsiparis\w{0,5}|\bsipariş\w{0,5}|\bpesanan|\borderan|\binvoice|\bpurchase"
    r"|طلب\w{0,5}|[اأ]وردر\w{0,4}|رقم\w{0,3}|كوموند\w{0,2}|شحن\w{0,4}|ऑर्डर|आर्डर|नंबर|آرڈر|نمبر)"
    r"\s{0,3}(?:is|ist|es|est|é|هو|رقم|number|numero|número|numéro|nummer|numaras\w|no|num|id|nr|nº|n°|nomor|नंबर|نمبر|ka|ki|का|کا)?"
    r"\.?\s{0,2}[:#-]?\s{0,3}$",
    re.IGNORECASE,
)
_TRACKING = re.compile(
    r"(?:\btrack\w{0,5}|\bawb|\bwaybill|\bconsignment|\bairway|\bseguimiento|\brastre\w{0,4}|\bgu[ií]a|\bsuivi|\bsendung\w{0,7}|\bpaketnummer|\btakip|\bkargo"
    r"|\bresi|تتبع|تراك\w{0,4}|بوليصة|الشحنة|ट्रैकिंग|ٹریکنگ)[^\d\n]{0,24}$",
    re.IGNORECASE,
)
# UPS (1Z and sixteen), the postal union's S10 (two letters, nine digits, two letters), Amazon (TBA), DHL eCommerce (JD, GM).
_PARCEL = re.compile(r"\b(?:1Z[0-9A-Z]{16}|[A-Z]{2}\d{9}[A-Z]{2}|TBA\d{9,14}|J[DJ][A-Z0-9]{2}\d{12,18}|GM\d{16,22})\b", re.IGNORECASE)
_MONEY_BEFORE = re.compile(
    r"(?:\b(?:sar|aed|usd|egp|kwd|qar|bhd|omr|mad|tnd|eur|gbp|inr|pkr|brl|try|tl|idr|rp|sr|rs|r\$|mxn)\.?|[$€£₹₺])\s?$", re.IGNORECASE
)
_CODE_BEFORE = re.compile(r"\b(?:pin ?(?:code)?|zip ?(?:code)?|post ?code|postal|cep|plz|kode pos|otp|cvv)(?: is| no)?[:\s]{0,3}$", re.IGNORECASE)
_UNIT_AFTER = re.compile(
    r"\s?(?:sar|aed|usd|egp|kwd|qar|eur|euros?|gbp|inr|pkr|rupees?|rs|brl|reais|real|try|tl|lira|idr|rb|ribu|juta|sr|riyals?|dirhams?|dollars?|dolar|pounds?"
    r"|pesos?|days?|hours?|hrs?|weeks?|months?|years?|mins?|minutes?|am|pm|d[ií]as?|horas?|semanas?|meses|años?|jours?|heures?|semaines?|mois|ans"
    r"|tage?n?|stunden?|wochen?|monaten?|monate|jahre?|uhr|dias?|anos?|mês|gün|gun|saat|hafta|ay|hari|jam|minggu|bulan|tahun|din|dino|ghante|hafte|mahine"
    r"|kg|gb|cm|mm|inch|inches|ml|pieces?|pcs|x"
    r"|ريال|درهم|دينار|جنيه|دولار|ليرة|يوم|ايام|أيام|ساعة|ساعات|اسبوع|أسبوع|اسابيع|أسابيع|شهر|شهور|سنة|दिन|दिनों|घंटे|हफ्ते|महीने|रुपये|दिनो|دن|دنوں|گھنٹے|ہفتے|مہینے|روپے)(?!\w)|\s?[€$£₹₺%]",
    re.IGNORECASE,
)
_CANDIDATES = 64  # a bound on the work, far above what people write
_BEFORE = 40
_AFTER = 12
_LONG = 4
_PHONE_LENGTHS = range(10, 14)
_YEARS = range(1990, 2100)


class Number(NamedTuple):
    """A number and where it stands. ``surety``: 2 named as an order's (or a parcel's), 1 may be one."""

    text: str
    start: int
    end: int
    surety: int


def order_numbers(text: str) -> Iterator[Number]:
    """Find what is or may be the number of an order; not amounts, dates, times, quantities with a unit, phones and bare years."""
    for match in _candidates(text):
        surety = _surety(text, match)
        if surety:
            yield Number(match["body"], match.start(), match.end(), surety)


def tracking_numbers(text: str) -> Iterator[Number]:
    """Find the numbers of parcels: those in a carrier's form, and those that are named so ("tracking number 123456")."""
    known = [Number(match.group(), match.start(), match.end(), 2) for match in islice(_PARCEL.finditer(text), _CANDIDATES)]
    yield from known
    for match in _candidates(text):
        long = not match["rest"] and _digits(match["body"]) >= _LONG
        named = long and _TRACKING.search(text[max(0, match.start() - _BEFORE) : match.start()])
        if named and not any(one.start <= match.start() < one.end for one in known):
            yield Number(match["body"], match.start(), match.end(), 2)


def _candidates(text: str) -> Iterator[re.Match[str]]:
    found = (match for match in _CANDIDATE.finditer(text) if _digits(match["body"]))
    return islice(found, _CANDIDATES)


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _surety(text: str, match: re.Match[str]) -> int:
    if match["plus"] or match["rest"]:
        return 0
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    if _MONEY_BEFORE.search(before) or _CODE_BEFORE.search(before) or _UNIT_AFTER.match(text[match.end() : match.end() + _AFTER]):
        return 0
    body = match["body"]
    simple = _SIMPLE.fullmatch(body)
    if match["hash"] or _NAMED.search(before):
        return 2 if _may_be_named(body, simple) or match["hash"] else 0
    if simple is None:
        return _bare_parts(body)
    alone = match.group().strip() == text.strip(" ?!.؟")
    return _bare(simple["prefix"] or "", simple["digits"], alone=alone)


def _may_be_named(body: str, simple: re.Match[str] | None) -> bool:
    """Tell numbers from words with digits for letters, as Arabic in Latin letters has them ("sa7", "3ayez")."""
    if simple is not None:
        return not simple["prefix"] or len(simple["digits"]) > 1 or not simple["prefix"].islower()
    return _GROUPS.fullmatch(body) is not None or (_digits(body) > 1 and body == body.upper()) or _digits(body) >= _LONG


def _bare_parts(body: str) -> int:
    """Judge a number of several parts, or of letters and digits mixed, that nobody calls an order's."""
    if _DATE.fullmatch(body):
        return 0
    if _GROUPS.fullmatch(body):
        return 1 if body[0].isalpha() or _digits(body) >= 2 * _LONG else 0
    return 1 if body == body.upper() and _digits(body) >= _LONG - 1 and len(body) >= _LONG + 2 else 0


def _bare(prefix: str, digits: str, *, alone: bool) -> int:
    if not prefix and digits.startswith("0") and len(digits) in _PHONE_LENGTHS:
        return 0
    if alone and (not prefix or len(digits) >= _LONG - 1):
        return 2
    if prefix:
        return 1 if len(digits) >= _LONG - 1 and (prefix.isupper() or not prefix.isalpha()) else 0
    return 1 if len(digits) >= _LONG and not (len(digits) == _LONG and int(digits) in _YEARS) else 0
