"""Phone numbers: what we send to (E.164), what WhatsApp calls a user (wa_id), and what makes two of them the same."""

from __future__ import annotations

import re

import phonenumbers

_DIGITS = re.compile(r"\D+")
_MX_MOBILE = re.compile(r"^521(\d{10})$")
_BR_MOBILE = re.compile(r"^55(\d{2})9(\d{8})$")
_AR_MOBILE = re.compile(r"^549(\d{10})$")
_MASK_KEEPS = 4


def canonical(wa_id: str) -> str:
    """Return the key under which two spellings of one WhatsApp account meet: digits only.

    Mexico's accounts are known as ``521…`` or ``52…``, Brazil's keep or drop the ninth digit, Argentina's carry a 9 after
    the country code or not; senders and webhooks disagree, so the key drops all three.
    """
    digits = _DIGITS.sub("", wa_id)
    for pattern, keep in ((_MX_MOBILE, r"52\1"), (_BR_MOBILE, r"55\1\2"), (_AR_MOBILE, r"54\1")):
        digits = pattern.sub(keep, digits)
    return digits


def to_e164(raw: str, region: str | None = None) -> str | None:
    """Return ``+<country><number>`` or ``None`` when the text is no possible number.

    ``region`` (ISO 3166) is assumed for numbers in national form. Digits of every script are understood; texts with
    letters are refused, because vanity numbers would silently turn into somebody else's.
    """
    if any(char.isalpha() for char in raw):
        return None
    try:
        parsed = phonenumbers.parse(raw, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def country_of(wa_id: str) -> str | None:
    """Return the ISO 3166 country of a wa_id, or ``None`` when no country owns the prefix."""
    try:
        parsed = phonenumbers.parse("+" + _DIGITS.sub("", wa_id), None)
    except phonenumbers.NumberParseException:
        return None
    region = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return None if region in {"ZZ", "001"} else str(region)


def masked(identity: str) -> str:
    """Return an identity fit for a log: only its last four characters are readable."""
    return "*" * max(0, len(identity) - _MASK_KEEPS) + identity[-_MASK_KEEPS:]
