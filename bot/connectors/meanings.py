"""What the statuses that a shop has made itself mean: the shop says so in its settings, as ``"status=meaning"``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal, get_args

from pydantic import AfterValidator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.order import OrderState

Meaning = Literal[
    "received",
    "confirmed",
    "preparing",
    "ready",
    "partly_shipped",
    "shipped",
    "out_for_delivery",
    "ready_for_pickup",
    "delivered",
    "cancelled",
    "payment_failed",
    "refunded",
    "ignored",
]
# What each says of the order itself; what goes back says nothing of it.
ORDER_STATES: Final[Mapping[Meaning, OrderState]] = {
    "received": "received",
    "payment_failed": "received",
    "confirmed": "confirmed",
    "preparing": "preparing",
    "partly_shipped": "preparing",
    "ready": "ready",
    "ready_for_pickup": "ready",
    "shipped": "fulfilled",
    "out_for_delivery": "fulfilled",
    "delivered": "fulfilled",
    "cancelled": "cancelled",
}


def _explained(entries: tuple[str, ...]) -> tuple[str, ...]:
    for entry in entries:
        status, _, meaning = entry.partition("=")
        if not status.strip() or meaning.strip() not in get_args(Meaning):
            raise ValueError(f'a list of "status=meaning", the meaning being one of {", ".join(get_args(Meaning))}')
    return entries


# A setting: a list such as ["packed=preparing", "handed over=delivered"].
Explained = Annotated[tuple[str, ...], AfterValidator(_explained)]


def status_word(text: str | None) -> str:
    """Return the form in which two spellings of a status meet: lower case, dashes for blanks and underscores."""
    return (text or "").strip().casefold().replace("_", "-").replace(" ", "-")


def own_meanings(entries: tuple[str, ...]) -> dict[str, Meaning]:
    """Return what a shop says of its statuses, which are spelt as ``status_word`` does."""
    pairs = (entry.partition("=") for entry in entries)
    return {status_word(status): one for status, _, meaning in pairs for one in get_args(Meaning) if one == meaning.strip()}
