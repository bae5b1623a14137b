"""Replies that the shop's people keep for reuse, and the teams that they work in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

VARIABLES: Final = ("customer", "order", "store", "staff")
LONGEST_TEXT: Final = 4_000
LONGEST_SHORTCUT: Final = 40
_SHORTCUT: Final = re.compile(r"[^\W_][\w-]*")
_VARIABLE: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class CannedReply:
    """A reply. ``id`` is ``<store>:<shortcut>``, ``texts`` are by language; ``{customer}`` and the other ``VARIABLES`` are filled in."""

    id: str
    store_id: str
    shortcut: str
    texts: Mapping[str, str]
    changed_at: int

    def text(self, language: str | None, store_language: str) -> str:
        """Return the text in a language, else in the store's, else in whichever there is; empty without any."""
        tags = [tag for one in (language or "", store_language, "en") for tag in (one, one.partition("-")[0])]
        return next((self.texts[tag] for tag in tags if tag in self.texts), next(iter(self.texts.values()), ""))


@dataclass(frozen=True, slots=True)
class Team:
    """People who look after one kind of matter; ``id`` is ``<store>:<name in lower case>`` as it was called first."""

    id: str
    store_id: str
    name: str


def canned_reply(store_id: str, shortcut: str, texts: Mapping[str, str], now: int) -> CannedReply:
    """Return a reply; raise ``ValueError`` that says what is wrong with its shortcut or one of its texts."""
    shortcut = shortcut.strip().lower()
    if len(shortcut) > LONGEST_SHORTCUT or not _SHORTCUT.fullmatch(shortcut):
        raise ValueError(f"a shortcut has 1 to {LONGEST_SHORTCUT} letters, digits, dashes and underscores")
    kept = {language: text.strip() for language, text in texts.items() if text.strip()}
    if not kept:
        raise ValueError("a reply has a text in at least one language")
    for language, text in kept.items():
        if len(text) > LONGEST_TEXT:
            raise ValueError(f"{language}: a text has at most {LONGEST_TEXT} characters")
        if unknown := sorted(set(_VARIABLE.findall(text)) - set(VARIABLES)):
            raise ValueError(f"{language}: there is no {{{unknown[0]}}}, only {', '.join(f'{{{name}}}' for name in VARIABLES)}")
    return CannedReply(f"{store_id}:{shortcut}", store_id, shortcut, kept, now)


def filled(text: str, values: Mapping[str, str | None]) -> str:
    """Return a text with its variables filled in; one whose value is not known stays, so that a person sees the gap."""
    return _VARIABLE.sub(lambda found: values.get(found[1]) or found[0], text)


def gaps(text: str) -> tuple[str, ...]:
    """Return the variables that are left in a text, in order, each once: nobody wants to read ``{customer}``.

    >>> gaps("Hello {customer}, {smile}")
    ('customer',)
    """
    return tuple(dict.fromkeys(name for name in _VARIABLE.findall(text) if name in VARIABLES))


def team(store_id: str, name: str) -> Team:
    """Return a team; raise ``ValueError`` for a name that is empty or longer than 40 characters."""
    tidy = " ".join(name.split())
    if not 0 < len(tidy) <= LONGEST_SHORTCUT:
        raise ValueError(f"a team's name has 1 to {LONGEST_SHORTCUT} characters")
    return Team(f"{store_id}:{tidy.casefold()}", store_id, tidy)


def named_team(store_id: str, name: str, there: Sequence[Team], renamed: Team | None = None) -> Team | Literal["name", "there"]:
    """Return a new team, or one under another name, which keeps its id; or what is wrong, among the teams that a store has."""
    try:
        made = team(store_id, name)
    except ValueError:
        return "name"
    others = [one for one in there if renamed is None or one.id != renamed.id]
    if any(one.name.casefold() == made.name.casefold() for one in others):
        return "there"
    if renamed is not None:
        return replace(renamed, name=made.name)
    ids = {one.id for one in others}
    # A team that was renamed still has the id of its first name.
    again = next(n for n in count(1) if _numbered(made.id, n) not in ids)
    return replace(made, id=_numbered(made.id, again))


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}#{number}"
