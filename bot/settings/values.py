"""Types of single values with their checks, whose errors say what is expected, and never what was found, which may be a secret."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import phonenumbers
from babel import Locale, UnknownLocaleError
from babel.numbers import list_currencies
from pydantic import AfterValidator, BeforeValidator, SecretStr, StringConstraints, ValidationInfo

from bot.domain.rules import QuietHours
from bot.oidc.provider import is_safe

REFERENCE = "env:"
FILE = "_FILE"
EVERY_LANGUAGE = ""
_PREFIX = "whsec_"


def _resolved(value: object, info: ValidationInfo) -> object:
    """Return what ``env:NAME`` stands for in a file; other values, and those of the environment itself, stay as they are."""
    if not isinstance(info.context, Mapping) or not isinstance(value, str) or not value.startswith(REFERENCE):
        return value
    name = value.removeprefix(REFERENCE)
    if info.context.get(name):
        return str(info.context[name])
    path = info.context.get(f"{name}{FILE}")
    if not path:
        raise ValueError(f"the environment variable {name} to be set")
    try:
        return file_text(path)
    except (OSError, ValueError) as error:
        raise ValueError(f"{name}{FILE} to name a text file that can be read") from error


def file_text(path: str) -> str:
    """Return what a file holds without the line break at its end; raise ``OSError`` or ``ValueError`` where it can't be read."""
    return Path(path).read_text("utf-8").removesuffix("\n").removesuffix("\r")


def _one_line(value: SecretStr) -> SecretStr:
    """Check a secret that goes into a header of HTTP, which holds no line break, tab or other control character."""
    if value.get_secret_value() and not value.get_secret_value().isprintable():
        raise ValueError("a token in one line, without line breaks and tabs")
    return value


def _signing_secret(value: SecretStr) -> SecretStr:
    """Check a secret of the Standard Webhooks specification: ``whsec_`` and base64 of at least one byte."""
    text = value.get_secret_value()
    try:
        key = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):  # The second for letters beyond ASCII.
        key = b""
    if not text.startswith(_PREFIX) or not key:
        raise ValueError("whsec_ followed by 24 to 64 random bytes in base64")
    return value


_QUIET = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*-\s*([01]?\d|2[0-3]):([0-5]\d)")


def _quiet_hours(value: object) -> object:
    """Read ``22:00-08:00``."""
    if isinstance(value, QuietHours):
        return value
    found = _QUIET.fullmatch(str(value).strip())
    if found is None:
        raise ValueError("two times of day such as 22:00-08:00")
    from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
    return QuietHours(60 * from_hour + from_minute, 60 * to_hour + to_minute)


def _mongodb_uri(value: str) -> str:
    """Check that an address is one of MongoDB's, or empty."""
    if value and not value.startswith(("mongodb://", "mongodb+srv://")):
        raise ValueError("mongodb://..., mongodb+srv://... or nothing (the embedded database)")
    return value


def _web_address(value: str) -> str:
    """Check an http or https address, and drop a slash at its end."""
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("an address that begins with https://")
    return value.rstrip("/")


def _issuer(value: str) -> str:
    """Check the address of a provider of sign-ins, which may be left out, and drop a slash at its end."""
    if value and (not is_safe(value) or "?" in value):
        raise ValueError("the issuer's address, which begins with https:// (http:// for this very machine alone)")
    return value.rstrip("/")


def _public_address(value: str) -> str:
    """Check an address that may be left out."""
    return value and _web_address(value)


def _timezone(value: str) -> str:
    """Check the name of a time zone."""
    if value not in _timezones():
        raise ValueError("a time zone's name such as Asia/Riyadh (IANA)")
    return value


def _language(value: str) -> str:
    """Check a BCP 47 tag that Unicode's locale data knows."""
    try:
        Locale.parse(value, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise ValueError("a language such as ar, en or pt-BR (BCP 47)") from error
    return value


def _by_language(value: object) -> object:
    """Return a text that is meant for every language as a table."""
    return {EVERY_LANGUAGE: value} if isinstance(value, str) else value


def _own_language(value: str) -> str:
    """Check the language of a text, if it has one."""
    return value if value == EVERY_LANGUAGE else _language(value)


def _country(value: str) -> str:
    """Check the code of a country that has telephone numbers."""
    if value not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError("a country's two capital letters such as SA (ISO 3166)")
    return value


def _currency(value: str) -> str:
    """Check the code of a currency."""
    if value not in list_currencies():
        raise ValueError("a currency's three capital letters such as SAR (ISO 4217)")
    return value


@cache
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones())


Secret = Annotated[SecretStr, BeforeValidator(_resolved)]
Token = Annotated[SecretStr, AfterValidator(_one_line), BeforeValidator(_resolved)]
Option = Annotated[str | int | float | bool | list[str], BeforeValidator(_resolved)]
SigningSecret = Annotated[SecretStr, AfterValidator(_signing_secret), BeforeValidator(_resolved)]
MongoUri = Annotated[str, AfterValidator(_mongodb_uri)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
IssuerAddress = Annotated[str, AfterValidator(_issuer)]
PublicAddress = Annotated[str, AfterValidator(_public_address)]
Quiet = Annotated[QuietHours, BeforeValidator(_quiet_hours)]
Timezone = Annotated[str, AfterValidator(_timezone)]
Language = Annotated[str, AfterValidator(_language)]
Policy = Annotated[
    dict[Annotated[str, AfterValidator(_own_language)], Annotated[str, StringConstraints(min_length=1, max_length=3_000, strip_whitespace=True)]],
    BeforeValidator(_by_language),
]
Country = Annotated[str, AfterValidator(_country)]
Currency = Annotated[str, AfterValidator(_currency)]
