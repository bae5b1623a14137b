"""Phone numbers: what we send to (E.164), what WhatsApp calls a user (wa_id), and what makes two of them the same."""

from __future__ import annotations

import re

import phonenumbers

_DIGITS = re.compile(r"\D+")
_MX_MOBILE = re.compile(r"^521(\d{10})$")
_BR_MOBILE = re.compile(r"^55(\d{2})9(\d{8})$")
_AR_MOBILE = re.compile(r"^549(\d{10})$")
_MASK_KEEPS = 4
_REGIONS = {str(code): regions for code, regions in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items()}
_LONGEST_CODE = 3
_NO_COUNTRY = "001"  # satellite phones, freephone numbers and the like


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
    # Of nothing but zeros the library keeps some, and other ones the next time.
    if not parsed.national_number or not phonenumbers.is_possible_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def country_of(wa_id: str) -> str | None:
    """Return the ISO 3166 country of a wa_id, or ``None`` when no country owns the prefix."""
    digits = _DIGITS.sub("", wa_id)
    # No country code begins with another one, so that the number need not be taken apart; this is asked for every message.
    prefixes = (digits[:length] for length in range(1, min(len(digits), _LONGEST_CODE) + 1))
    region = next((regions[0] for prefix in prefixes if (regions := _REGIONS.get(prefix))), None)
    return None if region == _NO_COUNTRY else region


def masked(identity: str) -> str:
    """Return an identity fit for a log: only its last four characters are readable."""
    return "*" * max(0, len(identity) - _MASK_KEEPS) + identity[-_MASK_KEEPS:]
