"""A customer without a phone number who shares his own: from then on it leads to him, and to the orders under it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.message import Contacts

if TYPE_CHECKING:
    from bot.domain.message import InboundMessage, WireIdentity


def own_identity(message: InboundMessage) -> WireIdentity:
    """Return who has sent a message: as the wire says, completed by the number that he shares because we asked for it.

    WhatsApp lets nobody answer that request with another number than his own; any other card says nothing about its sender.
    """
    content, sender = message.content, message.sender
    if not isinstance(content, Contacts) or not content.requested or sender.wa_id is not None or len(content.contacts) != 1:
        return sender
    shared = content.contacts[0].wa_ids
    return replace(sender, wa_id=shared[0]) if len(shared) == 1 else sender
