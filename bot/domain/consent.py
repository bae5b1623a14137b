"""Who may be told what: consent per category, as the customer gave or withdrew it.

Answers to a direct question (``service``) are always allowed: the customer asks for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.domain.notice import Category

Source = Literal["chat", "checkout", "whatsapp", "error", "staff", "api"]


@dataclass(frozen=True, slots=True)
class Consent:
    """The customer's last word on a category, with the proof: when, where and in which words."""

    category: Category
    given: bool
    at: int
    source: Source
    wording: str = ""


def last_word(consents: tuple[Consent, ...], category: Category) -> Consent | None:
    """Return the newest word on a category, ``None`` when there is none."""
    return max((one for one in consents if one.category == category), key=lambda one: one.at, default=None)


def with_word(consents: tuple[Consent, ...], word: Consent) -> tuple[Consent, ...]:
    """Return the consents with one more word; an older one than what is known changes nothing."""
    known = last_word(consents, word.category)
    if known is not None and known.at > word.at:
        return consents
    return (*(one for one in consents if one.category != word.category), word)
