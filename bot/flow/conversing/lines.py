"""The transcript lines of what customers say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.clock import SECOND
from bot.domain.delivery import TranscriptEntry
from bot.domain.message import Tapped
from bot.flow.beside_words import detail_of, quoted_by, received_file
from bot.flow.conversing.scene import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.flow.conversing.scene import Heard, Scene
    from bot.flow.conversing.wish import Wish


def line(scene: Scene, heard: Heard, wishes: Sequence[Wish]) -> TranscriptEntry:
    """Return the line of one message, with what it was taken for."""
    understood = next((wish for wish in wishes if wish.heard is heard), None)
    guess = understood.understanding.ranked[0] if understood and understood.understanding and understood.understanding.ranked else None
    content = heard.message.content
    return TranscriptEntry(
        id=heard.inbox_id,
        conversation_id=scene.conversation.id,
        customer_id=scene.customer.id,
        store_id=scene.store.id,
        direction="in",
        # WhatsApp's time is cut to whole seconds; ours keeps a question before its answer.
        at=max(heard.message.sent_at, min(heard.received_at, heard.message.sent_at + SECOND - 1)),
        text=content.title if isinstance(content, Tapped) else words_of(content) or "",
        content=content.kind,
        wamid=heard.message.id,
        order_id=heard.quoted_order,
        understood=understood.intent if understood else None,
        confidence=guess.confidence if guess else None,
        language=understood.understanding.language if understood and understood.understanding else None,
        detail=detail_of(content),
        quotes=quoted_by(content) or heard.message.reply_to,
        attached=received_file(heard.message.id, content),
    )
