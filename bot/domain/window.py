"""The customer service window: how long free-form messages may follow a customer's message."""

from __future__ import annotations

from bot.domain.clock import HOUR

# https://developers.facebook.com/docs/whatsapp/conversation-types: 24 hours, restarted by each message of the customer.
LENGTH = 24 * HOUR
# What is sent in the last moments may arrive after the window has closed (error 131047), so we stop a little earlier.
MARGIN = 10_000


def closes_at(last_inbound_at: int | None) -> int | None:
    """Return the instant when the window closes, or ``None`` when the customer has never written."""
    return None if last_inbound_at is None else last_inbound_at + LENGTH


def is_open(last_inbound_at: int | None, now: int) -> bool:
    """Tell whether a free-form message sent now is inside the window."""
    return last_inbound_at is not None and now < last_inbound_at + LENGTH - MARGIN
