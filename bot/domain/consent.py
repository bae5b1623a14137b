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


@dataclass(frozen=True, slots=True)
class ConsentChange:
    """A word on a category as it is kept for good: the proof of who has said what, when, where and in which words."""

    id: str
    store_id: str
    customer_id: str
    conversation_id: str
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


def no_consent(category: Category, consents: tuple[Consent, ...], *, ticked: bool | None, declared: bool) -> str | None:
    """Return why a customer may not be told something of a category, ``None`` when he may.

    The customer's own last word in the chat wins (STOP, START). Without one, order notices need what was ticked at the checkout
    (``ticked``, ``None``: not asked) or the store's declaration that its checkout asks; offers need a word of his own.
    """
    if category == "service":
        return None
    word = last_word(consents, category)
    if word is not None:
        return None if word.given else f"no consent: the customer has stopped these messages ({word.source}{_quoted(word.wording)})"
    if category == "marketing":
        return "no consent: the customer has not agreed to messages like this one"
    if ticked is False:
        return "no consent: it was not given at the checkout"
    if ticked or declared:
        return None
    return "no consent: the checkout sent none; if it does ask for it, set checkout_collects_consent = true in the store's notices settings"


def _quoted(wording: str) -> str:
    return f", {wording!r}" if wording else ""
