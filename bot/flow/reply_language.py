"""Which language to answer in: the one asked for, else the one written in, else what is known of the customer, else the store's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.conversation import Conversation
    from bot.domain.customer import Customer
    from bot.domain.store import Store
    from bot.language.understand import Understanding


def reply_language(conversation: Conversation, customer: Customer, store: Store, understood: Sequence[Understanding]) -> str:
    """Return the language tag of the answer: the one asked for by name, else that of a message which leaves no doubt, else the known one."""
    asked_for = [reading.slots.language for reading in understood if reading.slots.language]
    if asked_for:
        return asked_for[-1]
    if conversation.language_chosen and conversation.language:
        return conversation.language
    sure = [reading.language for reading in understood if reading.confident_language]
    if sure:
        return sure[-1]
    return conversation.language or customer.language or store.language
