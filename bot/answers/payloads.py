"""What comes back when a button or a row is tapped.

``ask:<intent>``, ``order:<order id>|<intent>``, ``yes:<order id>|<intent>`` or ``no:...`` under a question (the id may be empty), and
``language:<tag>``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.errors import OverLimit

MAX_PAYLOAD = 200  # a list row's id: https://developers.facebook.com/docs/whatsapp/cloud-api/messages/interactive-list-messages
KEEP_UPDATES, WANT_OFFERS = "keep_updates", "want_offers"  # intents that buttons alone ask for
_ASK, _ORDER, _SEPARATOR = "ask:", "order:", "|"
_YES, _NO = "yes:", "no:"
_LANGUAGE = "language:"


@dataclass(frozen=True, slots=True)
class AskPayload:
    """The customer tapped a question of its own."""

    intent: str
    kind: Literal["ask"] = "ask"


@dataclass(frozen=True, slots=True)
class OrderPayload:
    """The customer chose an order for a question."""

    order_id: str
    intent: str
    kind: Literal["order"] = "order"


@dataclass(frozen=True, slots=True)
class ConfirmPayload:
    """The customer said yes or no to something; ``order_id`` is ``None`` where it is about no order."""

    order_id: str | None
    intent: str
    agreed: bool
    kind: Literal["confirm"] = "confirm"


@dataclass(frozen=True, slots=True)
class LanguagePayload:
    """The customer chose a language, by its tag."""

    tag: str
    kind: Literal["language"] = "language"


Payload = AskPayload | OrderPayload | ConfirmPayload | LanguagePayload


def speak(tag: str) -> str:
    """Return the payload of a row that chooses a language."""
    return _within(f"{_LANGUAGE}{tag}")


def ask(intent: str) -> str:
    """Return the payload of a button that asks ``intent``."""
    return _within(f"{_ASK}{intent}")


def choose(order_id: str, intent: str) -> str:
    """Return the payload of a row that chooses an order for ``intent``; raise ``OverLimit`` when the order's id is too long for a row."""
    return _within(f"{_ORDER}{order_id}{_SEPARATOR}{intent}")


def confirm(order_id: str, intent: str, *, agreed: bool) -> str:
    """Return the payload of a button that says yes or no to ``intent``; raise ``OverLimit`` when the order's id is too long."""
    return _within(f"{_YES if agreed else _NO}{order_id}{_SEPARATOR}{intent}")


def parse_payload(payload: str) -> Payload | None:
    """Read a payload; ``None`` for one that is not ours (an old message, a template's button, a forgery)."""
    for start in (_YES, _NO):
        order_id, separator, intent = payload.removeprefix(start).rpartition(_SEPARATOR)
        if payload.startswith(start) and separator and intent:
            return ConfirmPayload(order_id or None, intent, start == _YES)
    if payload.startswith(_LANGUAGE) and len(payload) > len(_LANGUAGE):
        return LanguagePayload(payload.removeprefix(_LANGUAGE))
    if payload.startswith(_ASK) and len(payload) > len(_ASK):
        return AskPayload(payload.removeprefix(_ASK))
    order_id, separator, intent = payload.removeprefix(_ORDER).rpartition(_SEPARATOR)
    if payload.startswith(_ORDER) and separator and order_id and intent:
        return OrderPayload(order_id, intent)
    return None


def _within(payload: str) -> str:
    if len(payload) > MAX_PAYLOAD:
        raise OverLimit(f"a row's id may have {MAX_PAYLOAD} characters, this one has {len(payload)}: {payload[:40]}...")
    return payload
