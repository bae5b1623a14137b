"""Which language to answer in: what the customer writes, else what he wrote before, else where he is, else the store's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.conversation import Conversation
    from bot.domain.customer import Customer
    from bot.domain.store import Store
    from bot.language.understand import Understanding


def reply_language(conversation: Conversation, customer: Customer, store: Store, understood: Sequence[Understanding]) -> str:
    """Return the language tag of the answer; a message only decides when its language is beyond doubt."""
    sure = [reading.language for reading in understood if reading.confident_language]
    if sure:
        return sure[-1]
    return conversation.language or customer.language or store.language
