"""The details of what somebody did, in the language of whoever reads the audit log."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from babel.dates import get_day_names

from bot.domain.hours import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.staff import AuditEntry, Fact
    from bot.domain.store import Store
    from bot.web.console.words import Words

_DAY: Final = re.compile(
    rf"\b(?:{'|'.join(day.capitalize() for day in WEEKDAYS)})(?= |-[A-Z])|(?<=-)(?:{'|'.join(day.capitalize() for day in WEEKDAYS)})\b"
)


def details(words: Words, entry: AuditEntry, stores: Mapping[str, Store]) -> str:
    """Return what an entry is about; one without facts, of an earlier release or of a program, says it as it was written."""
    return words.t("fact.and").join(_said(words, one, stores) for one in entry.facts) if entry.facts else entry.about


def _said(words: Words, fact: Fact, stores: Mapping[str, Store]) -> str:
    """Return one fact, such as "role: Agent → Administrator"; of a kind that a later release has written what is there."""
    thing = _thing(words, fact)
    name = words.t(f"fact.{fact.kind}") if words.has(f"fact.{fact.kind}") else fact.kind
    if fact.after is None:
        return thing if fact.kind in {"of", "notice"} else words.t("fact.is", what=name, value=thing)
    what = words.t("fact.in", what=name, thing=thing) if thing else name
    after = _value(words, fact.kind, fact.after, stores)
    if fact.before is None:
        return words.t("fact.is", what=what, value=after)
    return words.t("fact.change", what=what, before=_value(words, fact.kind, fact.before, stores), after=after)


def _thing(words: Words, fact: Fact) -> str:
    known = {"notice": f"health_notice.{fact.thing}", "scope": f"keys_scope.{fact.thing}", "meaning": f"understood.{fact.thing}"}.get(fact.kind)
    if known is not None and words.has(known):
        return words.t(known)
    return words.name_of(fact.thing) if fact.kind in {"away", "wording"} and fact.thing else fact.thing


def _value(words: Words, kind: str, value: str, stores: Mapping[str, Store]) -> str:
    if kind == "stores" and value != "all":
        return ", ".join(stores[one].name if one in stores else one for one in value.split(", "))
    if kind in {"hours", "quiet"}:
        return _DAY.sub(lambda found: _weekday(words, found[0]), value)
    if kind == "role" and words.has(f"role.{value}"):
        return words.t(f"role.{value}")
    plain = kind in {"stores", "teams", "switch"} and words.has(f"fact_value.{value}")
    return words.t(f"fact_value.{value}") if plain else value


def _weekday(words: Words, name: str) -> str:
    return str(get_day_names("abbreviated", "format", words.catalogue.locale)[WEEKDAYS.index(name.lower())])
