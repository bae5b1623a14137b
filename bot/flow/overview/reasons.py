"""Why notices were not said: the sentences of the transcript and the ledger, sorted into a few reasons that can be counted. Pure."""

from __future__ import annotations

from typing import Final, Literal, get_args

Reason = Literal[
    "off", "stale", "no_consent", "no_template", "unreachable", "no_address", "gone", "cancelled", "merged", "overtaken", "imported", "other"
]
REASONS: Final[tuple[Reason, ...]] = get_args(Reason)
# The beginnings of sentences that other modules write for people; what follows in them differs from notice to notice.
_BEGINNINGS: Final[tuple[tuple[str, Reason], ...]] = (
    ("the store has switched this notice off", "off"),
    ("it happened too long ago to be news", "stale"),
    ("no consent:", "no_consent"),
    ("no template can be sent:", "no_template"),
    ("WhatsApp said on ", "unreachable"),
    ("the customer has neither a phone number", "no_address"),
    ("the order has no customer", "no_address"),
    ("the order or its customer is no longer there", "gone"),
    ("the order has been cancelled", "cancelled"),
    ("replaced by the notice ", "merged"),
    ("imported", "imported"),
)


def reason_of(sentence: str | None, state: str) -> Reason:
    """Return what a sentence says; of what was ``superseded`` and is of no known kind, that the order has moved on since."""
    known = next((reason for beginning, reason in _BEGINNINGS if (sentence or "").startswith(beginning)), None)
    return known or ("overtaken" if state == "superseded" else "other")
