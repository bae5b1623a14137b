"""Which approved templates a person can send: those whose every gap is a text that he can fill in. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.domain.canned import gaps
from bot.domain.consent import no_consent
from bot.domain.content import TemplateOut
from bot.flow.handoff.acts import Refused
from bot.language.notices import template_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.domain.consent import Consent
    from bot.domain.notice import Category
    from bot.domain.template import TemplateCopy

# One-time codes are no words for a person to send.
_CATEGORIES: Final[dict[str, Category]] = {"UTILITY": "utility", "MARKETING": "marketing"}
# What stands around a body and wants nothing filled in.
_PLAIN_PARTS: Final = frozenset(("QUICK_REPLY", "PHONE_NUMBER"))
_VARIABLE: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")
LONGEST_VALUE: Final = 200


@dataclass(frozen=True, slots=True)
class Offer:
    """A template that may be sent; ``no_consent`` says why the customer must not be sent one of its kind."""

    copy: TemplateCopy
    category: Category
    no_consent: str | None = None

    def pieces(self, values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """Return the body as (variable, words): plain words have no variable, a variable without a value shows its name."""
        parts = _VARIABLE.split(self.copy.body)
        return tuple((part, values.get(part) or f"{{{part}}}") if place % 2 else ("", part) for place, part in enumerate(parts) if part)


def offers(copies: Sequence[TemplateCopy], consents: tuple[Consent, ...], languages: Iterable[str | None]) -> tuple[Offer, ...]:
    """Return a business account's templates, each in the first of these languages in which Meta sends it, by name."""
    wanted = [(code, code.partition("_")[0]) for one in (*languages, "en") if one for code in [template_language(one)]]
    found: dict[str, TemplateCopy] = {}
    for code in dict.fromkeys(code for both in wanted for code in both):
        for copy in copies:
            if copy.name not in found and copy.language in {code, *_of_countries(code, copies)} and _can_be_filled(copy):
                found[copy.name] = copy
    return tuple(_offer(found[name], consents) for name in sorted(found))


def filled_in(offer: Offer, values: Mapping[str, str]) -> TemplateOut | Refused:
    """Return a template with its values, or what is wrong with them: a gap, or a value that is too long."""
    given = tuple((name, " ".join(values.get(name, "").split())) for name in offer.copy.parameters)
    empty = [name for name, value in given if not value or gaps(value)]
    if empty:
        return Refused("gap", detail=", ".join(empty))
    if any(len(value) > LONGEST_VALUE for _, value in given):
        return Refused("too_long", detail=f"a value has at most {LONGEST_VALUE} characters")
    return TemplateOut(offer.copy.name, offer.copy.language, given)


def _offer(copy: TemplateCopy, consents: tuple[Consent, ...]) -> Offer:
    category = _CATEGORIES[copy.category]
    return Offer(copy, category, no_consent(category, consents, ticked=None, declared=True))


def _of_countries(code: str, copies: Sequence[TemplateCopy]) -> set[str]:
    """Return a language's own forms of countries, where no country is named."""
    return set() if "_" in code else {copy.language for copy in copies if copy.language.partition("_")[0] == code}


def _can_be_filled(copy: TemplateCopy) -> bool:
    return copy.usable and copy.category in _CATEGORIES and bool(copy.body) and set(copy.shape.split()) <= _PLAIN_PARTS
