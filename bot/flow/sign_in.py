"""Signing in: what is decided about passwords, codes, links, tries and cookies. Pure but for the randomness of what is made here."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Final, Literal

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from bot.domain.addresses import network_of
from bot.domain.clock import DAY, MINUTE, SECOND
from bot.domain.staff import EntryToken, StaffSession

if TYPE_CHECKING:
    from bot.domain.staff import SessionRules, StaffMember

ISSUER: Final = "Wasla"
LEAST_PASSWORD: Final = 12
# argon2 works through all of it, whoever sends it.
MOST_PASSWORD: Final = 256
LINK_LASTS: Final = DAY
CODE_LASTS: Final = 5 * MINUTE
# RFC 6238: a step of 30 s, and one more to either side for clocks that differ.
_STEP: Final = 30 * SECOND
_STEPS_ASIDE: Final = 1
_LONGEST_AGENT: Final = 200
_TOTP_SECRET: Final = re.compile(r"[A-Z2-7]{32}")
# OWASP's password storage cheat sheet: 19 MiB, two passes, one lane; so that many at once stay within a small machine.
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Of a password that nobody knows: an unknown address takes as long as a known one.
_NOBODYS: Final = "$argon2id$v=19$m=19456,t=2,p=1$XRvo5P0857pVSjrti+aLXQ$/g6FdYq7BdmQhbh/rgvQwv+pWMi6rmkMyC30dBVGgyE"

PasswordProblem = Literal["too_short", "too_long", "same_as_email"]


@dataclass(frozen=True, slots=True)
class TryLimits:
    """How many tries an account and an address have in a stretch of time. An address may be a whole office's."""

    account: int = 10
    address: int = 50
    stretch: int = 15 * MINUTE


@dataclass(frozen=True, slots=True)
class Made:
    """A session or a token with what its hash is kept of, which is shown once."""

    secret: str
    session: StaffSession


def hashed(secret: str) -> str:
    """Return how 256 random bits are kept: one round is enough, there is no list of likely ones."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def hash_password(password: str) -> str:
    """Return the hash of a password; takes tens of milliseconds on purpose."""
    return _HASHER.hash(password.encode("utf-8", "surrogatepass"))


def password_opens(member: StaffMember | None, password: str) -> bool:
    """Tell whether a password is a person's; takes as long when there is no such person, or he has none."""
    kept = member.password_hash if member else None
    try:
        _HASHER.verify(kept or _NOBODYS, password[: MOST_PASSWORD + 1].encode("utf-8", "surrogatepass"))
    except (Argon2Error, InvalidHashError):
        return False
    return kept is not None and welcome(member)


def password_problem(password: str, email: str) -> PasswordProblem | None:
    """Say what is wrong with a new password. Length is what counts (NIST SP 800-63B, 5.1.1), not kinds of characters."""
    if len(password) < LEAST_PASSWORD:
        return "too_short"
    if len(password) > MOST_PASSWORD:
        return "too_long"
    return "same_as_email" if password.lower() == email else None


def welcome(member: StaffMember | None) -> bool:
    """Tell whether there is such a person, and he is not disabled."""
    return member is not None and member.disabled_at is None


def new_secret() -> str:
    """Return 256 random bits as text for a cookie or an address."""
    return token_urlsafe(32)


def new_session(member: StaffMember, now: int, address: str, agent: str) -> Made:
    """Return a session that begins now, with its cookie."""
    secret = new_secret()
    made = StaffSession(hashed(secret), member.id, new_secret(), now, now, now, address, agent[:_LONGEST_AGENT])
    return Made(secret, made)


def rotated(session: StaffSession, now: int) -> Made:
    """Return the same session under another cookie."""
    secret = new_secret()
    return Made(secret, replace(session, id=hashed(secret), seen_at=now, rotated_at=now))


def replaced_until(now: int, rules: SessionRules) -> int:
    """Return until when the cookie before may still be used by requests that are under way."""
    return now + rules.grace


def new_token(member: StaffMember, kind: Literal["link", "code"], now: int) -> tuple[str, EntryToken]:
    """Return a token with its secret: a one-time link for a day, or a right password that waits some minutes for its code."""
    secret = new_secret()
    return secret, EntryToken(hashed(secret), member.id, kind, now + (LINK_LASTS if kind == "link" else CODE_LASTS))


def new_totp_secret() -> str:
    """Return what an authenticator app is set up with."""
    return pyotp.random_base32()


def is_totp_secret(text: str) -> bool:
    """Tell whether a text has the form of those that ``new_totp_secret`` makes: it comes back with a form."""
    return _TOTP_SECRET.fullmatch(text) is not None


def totp_address(secret: str, email: str) -> str:
    """Return what an authenticator app reads (otpauth://)."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def code_step(secret: str, code: str, now: int) -> int | None:
    """Return the step whose code this is, now or one step aside; ``None`` when it is no code of this secret."""
    if not is_totp_secret(secret):
        return None
    typed = "".join(code.split())
    present = now // _STEP
    codes = pyotp.TOTP(secret)
    for step in range(present - _STEPS_ASIDE, present + _STEPS_ASIDE + 1):
        if typed.isascii() and pyotp.utils.strings_equal(codes.generate_otp(step), typed):
            return step
    return None


def stretch_of(now: int, limits: TryLimits) -> int:
    """Return the number of the stretch of time in which tries are counted together."""
    return now // limits.stretch


def names_of_tries(email: str, address: str, limits: TryLimits) -> tuple[tuple[str, int], ...]:
    """Return what a try counts against, with how many each may have. Hashed: somebody may have typed a password for an address.

    Of an IPv6 address the network counts: who has one has all of it.
    """
    return (f"account:{hashed(email)}", limits.account), (f"address:{hashed(network_of(address))}", limits.address)
