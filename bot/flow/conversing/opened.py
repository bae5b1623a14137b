"""The requests that answers open, and what other systems are told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.outgoing import OutgoingEvent
from bot.domain.request import Request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.answer import Answer
    from bot.domain.conversation import Conversation
    from bot.flow.conversing.scene import Scene

MOST_REQUESTS: Final = 20  # that a conversation remembers
LONGEST_TEXT: Final = 1_000


def opened_requests(scene: Scene, after: Conversation, answers: Sequence[Answer]) -> tuple[Request, ...]:
    """Return the requests of these answers; their ids come from the conversation's version, so that each is opened once."""
    drafts = [answer.request for answer in answers if answer.request is not None]
    return tuple(
        Request(
            id=f"request:{after.id}:{after.version}:{n}",
            store_id=after.store_id,
            conversation_id=after.id,
            customer_id=scene.customer.id,
            kind=draft.kind,
            at=scene.now,
            order_id=draft.order_id,
            text=draft.text[:LONGEST_TEXT],
            media=draft.media,
        )
        for n, draft in enumerate(drafts)
    )


def request_news(requests: Sequence[Request]) -> list[OutgoingEvent]:
    """Return what other systems of the shop are told of new requests."""
    return [
        OutgoingEvent(
            f"created:{one.id}",
            one.store_id,
            "request.created",
            one.at,
            {"request": one.id, "kind": one.kind, "order": one.order_id, "customer": one.customer_id, "text": one.text, "pictures": len(one.media)},
            one.at,
        )
        for one in requests
    ]
