"""From answers to messages in the customer's language, none of which says what the one before has said already."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.answers.parts.again import again
from bot.domain.delivery import OutboxItem
from bot.domain.spoken import spoken_text
from bot.domain.tracing import trace_id
from bot.language.render import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.answer import Answer
    from bot.domain.content import OutContent
    from bot.domain.conversation import Conversation
    from bot.flow.conversing.scene import Mind, Scene

_DIGEST: Final = 16


def digest(content: OutContent) -> str:
    """Return what tells the words of two messages apart."""
    return hashlib.sha256(spoken_text(content).encode("utf-8", "replace")).hexdigest()[:_DIGEST]


def worded(answers: Sequence[Answer], last: str | None, scene: Scene, mind: Mind, language: str) -> tuple[OutContent, ...]:
    """Return the messages of answers; ``last`` is the digest of the one before them."""
    contents = []
    for answer in answers:
        content = render(answer, catalogues=mind.catalogues, language=language, store=scene.store)
        if digest(content) == last:
            content = render(again(answer), catalogues=mind.catalogues, language=language, store=scene.store)
        last = digest(content)
        contents.append(content)
    return tuple(contents)


def outbox(scene: Scene, after: Conversation, answers: Sequence[Answer], contents: Sequence[OutContent]) -> tuple[OutboxItem, ...]:
    """Return the messages as they wait to be sent; their ids come from the conversation's version."""
    sender = scene.heard[-1].message.sender
    known = scene.customer.address
    to = replace(known, bsuid=sender.bsuid or known.bsuid, wa_id=sender.wa_id or known.wa_id)
    return tuple(
        OutboxItem(
            id=f"{after.id}:{after.version}:{n}",
            kind="answer",
            store_id=after.store_id,
            customer_id=after.customer_id,
            conversation_id=after.id,
            phone_number_id=after.phone_number_id,
            to=to,
            created_at=scene.now,
            due_at=scene.now,
            content=content,
            language=scene.conversation.language or scene.store.language,
            order_id=answer.order_id,
            heard_at=scene.heard[0].received_at,
            trace=trace_id(scene.heard[0].inbox_id),
        )
        for n, (answer, content) in enumerate(zip(answers, contents, strict=True))
    )
