"""What is believed of an ID token whose signature is right (OpenID Connect Core 1.0, 3.1.3.7). Pure."""

from __future__ import annotations

import hmac
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bot.domain.clock import SECOND
from bot.domain.staff import normal_email

Claims = Mapping[str, object]
Reason = Literal[
    "client",
    "code",
    "malformed",
    "algorithm",
    "unknown_key",
    "signature",
    "issuer",
    "audience",
    "party",
    "expired",
    "issued",
    "not_yet",
    "nonce",
    "subject",
    "email",
    "unverified",
]
# Seconds that clocks may differ, and that a token which was made for us just now may be old.
LEEWAY: Final = 60
OLDEST: Final = 600
_LONGEST_EMAIL: Final = 254
_LONGEST_SUBJECT: Final = 255


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token has to say: who made it, for whom, and the word that was sent along."""

    issuer: str
    client_id: str
    nonce: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says it is: an address in lower case that it vouches for."""

    email: str


@dataclass(frozen=True, slots=True)
class Untrusted:
    """Nobody is believed, and why: for the log, not for who signs in."""

    reason: Reason


def identity_of(claims: Claims, expected: Expected, now: int) -> Identity | Untrusted:
    """Return who a token speaks of, or the first thing that is wrong with it; ``now`` is milliseconds since the epoch."""
    wrong = next((reason for reason, holds in _CHECKS if not holds(claims, expected, now // SECOND)), None)
    return Identity(normal_email(str(claims["email"]))) if wrong is None else Untrusted(wrong)


def _from_the_issuer(claims: Claims, expected: Expected, _now: int) -> bool:
    return claims.get("iss") == expected.issuer


def _for_us(claims: Claims, expected: Expected, _now: int) -> bool:
    return expected.client_id in _audience(claims)


def _asked_for_by_us(claims: Claims, expected: Expected, _now: int) -> bool:
    """Several audiences need a party that the token was made for; where one is named, it is us."""
    party = claims.get("azp")
    return party == expected.client_id if party is not None else len(_audience(claims)) == 1


def _not_expired(claims: Claims, _expected: Expected, now: int) -> bool:
    ends = _seconds(claims.get("exp"))
    return ends is not None and now < ends + LEEWAY


def _made_just_now(claims: Claims, _expected: Expected, now: int) -> bool:
    made = _seconds(claims.get("iat"))
    return made is not None and now - OLDEST <= made <= now + LEEWAY


def _good_already(claims: Claims, _expected: Expected, now: int) -> bool:
    if "nbf" not in claims:
        return True
    begins = _seconds(claims["nbf"])
    return begins is not None and begins <= now + LEEWAY


def _of_this_attempt(claims: Claims, expected: Expected, _now: int) -> bool:
    nonce = claims.get("nonce")
    return isinstance(nonce, str) and bool(nonce) and hmac.compare_digest(nonce.encode("utf-8", "surrogatepass"), expected.nonce.encode())


def _of_somebody(claims: Claims, _expected: Expected, _now: int) -> bool:
    subject = claims.get("sub")
    return isinstance(subject, str) and 0 < len(subject) <= _LONGEST_SUBJECT


def _with_an_address(claims: Claims, _expected: Expected, _now: int) -> bool:
    email = claims.get("email")
    return isinstance(email, str) and 0 < len(email) <= _LONGEST_EMAIL and "@" in email and email.isprintable()


def _vouched_for(claims: Claims, _expected: Expected, _now: int) -> bool:
    """Microsoft Entra sends no ``email_verified``; its ``xms_edov`` says that the tenant owns the address's domain.

    It only counts where the other one is absent: a provider that says no is not overruled.
    """
    if "email_verified" in claims:
        return claims["email_verified"] is True or claims["email_verified"] == "true"
    return claims.get("xms_edov") in (True, "1", "true")


_CHECKS: Final[tuple[tuple[Reason, Callable[[Claims, Expected, int], bool]], ...]] = (
    ("issuer", _from_the_issuer),
    ("audience", _for_us),
    ("party", _asked_for_by_us),
    ("expired", _not_expired),
    ("issued", _made_just_now),
    ("not_yet", _good_already),
    ("nonce", _of_this_attempt),
    ("subject", _of_somebody),
    ("email", _with_an_address),
    ("unverified", _vouched_for),
)


def _audience(claims: Claims) -> list[str]:
    """Return for whom a token is; nobody where any of them is no text."""
    told = claims.get("aud")
    several = told if isinstance(told, list) else [told]
    return [one for one in several if isinstance(one, str)] if all(isinstance(one, str) for one in several) else []


def _seconds(value: object) -> float | None:
    """Return an instant (seconds since the epoch); ``None`` for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if isinstance(value, int) or math.isfinite(value) else None
