"""The shop's people: who they are, what their role lets them do, and how long they stay signed in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final, Literal, get_args

from bot.domain.clock import DAY, HOUR, MINUTE

Role = Literal["admin", "agent", "viewer"]
Deed = Literal[
    "own_account",
    "read",
    "see_overview",
    "reply",
    "take_over",
    "assign",
    "label",
    "note",
    "close",
    "hand_back",
    "decide_request",
    "resend",
    "propose",
    "teach",
    "configure",
    "manage_staff",
    "see_audit",
    "export",
    "erase",
]
Theme = Literal["auto", "light", "dark"]
ConsoleLanguage = Literal["en", "ar"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
DEEDS: Final[tuple[Deed, ...]] = get_args(Deed)
THEMES: Final[tuple[Theme, ...]] = get_args(Theme)
CONSOLE_LANGUAGES: Final[tuple[ConsoleLanguage, ...]] = get_args(ConsoleLanguage)

_VIEWER: Final[frozenset[Deed]] = frozenset(("own_account", "read", "see_overview"))
_AGENT: Final[frozenset[Deed]] = _VIEWER | {
    "reply",
    "take_over",
    "assign",
    "label",
    "note",
    "close",
    "hand_back",
    "decide_request",
    "resend",
    "propose",
}
# The one table of who may do what.
ALLOWED: Final[dict[Role, frozenset[Deed]]] = {"viewer": _VIEWER, "agent": _AGENT, "admin": frozenset(DEEDS)}


def may(role: Role, deed: Deed) -> bool:
    """Tell whether people of a role may do something."""
    return deed in ALLOWED[role]


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One of the shop's people. ``id`` follows from the address (see ``staff_id``), so that an address belongs to one person.

    ``stores`` and ``teams`` are ids, no stores mean all of them. Without a ``password_hash`` only a one-time link lets in.
    ``totp_step`` is the newest step (30 s) whose code was used: no code opens twice.
    """

    id: str
    email: str
    name: str
    role: Role
    created_at: int
    stores: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    language: ConsoleLanguage | None = None
    theme: Theme = "auto"
    password_hash: str | None = None
    totp_secret: str | None = None
    totp_step: int = 0
    disabled_at: int | None = None

    def sees(self, store_id: str) -> bool:
        """Tell whether a store's conversations are any of his business."""
        return not self.stores or store_id in self.stores


@dataclass(frozen=True, slots=True)
class StaffSession:
    """A browser that is signed in. ``id`` is the hash of its cookie, ``csrf`` stays the same when the cookie is changed.

    ``seen_at`` is coarse: within a minute. ``ends_at`` is set once another cookie has taken this one's place: requests that were
    under way with the old one are still let in until then.
    """

    id: str
    staff_id: str
    csrf: str
    created_at: int
    seen_at: int
    rotated_at: int
    address: str = ""
    agent: str = ""
    ends_at: int | None = None


@dataclass(frozen=True, slots=True)
class SessionRules:
    """Milliseconds: how long a session may be idle, how long it lasts at most, and how old a cookie becomes before it is changed."""

    idle: int = HOUR
    longest: int = 7 * DAY
    rotate_after: int = 15 * MINUTE
    grace: int = MINUTE


@dataclass(frozen=True, slots=True)
class EntryToken:
    """What lets in for a while: a one-time ``link``, or a right password (``code``) to which a code is still missing. ``id`` is a hash."""

    id: str
    staff_id: str
    kind: Literal["link", "code"]
    expires_at: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One detail of a deed, to be said in the language of whoever reads it: ``kind`` tells what ``thing``, ``before`` and ``after`` are.

    ``before`` is ``None`` where there was nothing, ``after`` where nothing was changed: then ``thing`` alone is what matters.
    """

    kind: str
    thing: str = ""
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what, when, and from where. ``staff_id`` is ``None`` for somebody who was not let in, and for the command line.

    ``about`` names the thing and what has changed in it, in words for other systems, and is what is searched; ``facts`` are the same for
    people, where there are any. ``store_id`` is its store, ``None`` where it belongs to none or to several.
    """

    id: str
    at: int
    what: str
    staff_id: str | None = None
    about: str = ""
    address: str = ""
    store_id: str | None = None
    facts: tuple[Fact, ...] = ()


def still_valid(session: StaffSession, now: int, rules: SessionRules) -> bool:
    """Tell whether a session lets in: it was used lately, is not too old, and no other cookie has taken its place for long."""
    if session.ends_at is not None and now >= session.ends_at:
        return False
    return now - session.seen_at < rules.idle and now - session.created_at < rules.longest


def due_for_rotation(session: StaffSession, now: int, rules: SessionRules) -> bool:
    """Tell whether the session's cookie has to be changed, so that a stolen one is soon worth nothing."""
    return session.ends_at is None and now - session.rotated_at >= rules.rotate_after


def normal_email(text: str) -> str:
    """Return an address as it is compared: without spaces around it, in lower case."""
    return text.strip().lower()


def staff_id(email: str) -> str:
    """Return the id of the person with an address."""
    return f"s:{hashlib.sha256(normal_email(email).encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"
