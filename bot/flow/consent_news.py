"""What follows from a customer's word on a category of messages: a line in the ledger, and news for other systems. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.consent import ConsentChange, last_word
from bot.domain.outgoing import OutgoingEvent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.conversation import Conversation


def consent_changes(before: Conversation, after: Conversation) -> list[ConsentChange]:
    """Return the words that a commit adds; ids come from the conversation's new version, so that each is kept once."""
    return [
        ConsentChange(
            id=f"{after.id}:{after.version}:{word.category}",
            store_id=after.store_id,
            customer_id=after.customer_id,
            conversation_id=after.id,
            category=word.category,
            given=word.given,
            at=word.at,
            source=word.source,
            wording=word.wording,
        )
        for word in after.consents
        if word != last_word(before.consents, word.category)
    ]


def consent_news(changes: Sequence[ConsentChange]) -> list[OutgoingEvent]:
    """Return what other systems are told of words; one that is told for another reason too has the same id and is told once."""
    return [_event(change) for change in changes]


def _event(change: ConsentChange) -> OutgoingEvent:
    data = {"customer": change.customer_id, "category": change.category, "wording": change.wording, "source": change.source}
    if change.given:
        return OutgoingEvent(
            f"opted_in:{change.conversation_id}:{change.category}:{change.at}", change.store_id, "customer.opted_in", change.at, data, change.at
        )
    return OutgoingEvent(
        f"opted_out:{change.conversation_id}:{change.category}:{change.at}", change.store_id, "customer.opted_out", change.at, data, change.at
    )
