"""Asking how the help was, and what became of it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.answers.payloads import AskPayload, parse_payload
from bot.answers.survey import COMMENT, SCORES
from bot.domain import window
from bot.domain.clock import DAY
from bot.domain.delivery import OutboxItem
from bot.domain.message import Tapped
from bot.domain.outgoing import OutgoingEvent
from bot.domain.rating import Rating
from bot.flow.conversing.scene import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.content import OutContent
    from bot.domain.conversation import Conversation
    from bot.domain.customer import Customer
    from bot.domain.rating import Score
    from bot.flow.conversing.scene import Decision, Heard, Scene

# Whoever was asked today is not asked again.
REST: Final = DAY
LONGEST_COMMENT: Final = 1_000


def asks(chat: Conversation, now: int) -> bool:
    """Tell whether the customer of a conversation that is about to be closed as solved is asked how it was.

    Only where a person has written since he took it, only while words may be sent for nothing, and once a day.
    """
    helped = chat.staff_said_at is not None and chat.staff_said_at >= (chat.taken_at or 0)
    lately = chat.to_rate is not None and chat.to_rate.at > now - REST
    return helped and not lately and window.is_open(chat.last_inbound_at, now)


def survey_item(after: Conversation, customer: Customer, content: OutContent, now: int) -> OutboxItem:
    """Return the question as it is queued: behind everything that somebody waits for."""
    return OutboxItem(
        id=f"survey:{after.id}:{after.version}",
        kind="survey",
        store_id=after.store_id,
        customer_id=after.customer_id,
        conversation_id=after.id,
        phone_number_id=after.phone_number_id,
        to=customer.address,
        created_at=now,
        due_at=now,
        content=content,
        language=after.language or customer.language or "en",
    )


def ratings_of(scene: Scene, decision: Decision) -> tuple[Rating, ...]:
    """Return what was said of the last help in these messages: a score that was tapped, a comment that was asked for."""
    closing = scene.conversation.to_rate
    if closing is None:
        return ()
    found = []
    chat = scene.conversation
    for heard in scene.heard:
        score, comment = score_of(heard), _comment(scene, decision, heard)
        if score is None and not comment:
            continue
        rating_id = f"rating:{chat.id}:{closing.at}" if score is not None else f"rating:{chat.id}:{closing.at}:comment"
        found.append(Rating(rating_id, chat.store_id, chat.id, chat.customer_id, closing.at, scene.now, closing.by, score, comment))
    return tuple(found)


def score_of(heard: Heard) -> Score | None:
    """Return the score that a message taps."""
    content = heard.message.content
    payload = parse_payload(content.payload) if isinstance(content, Tapped) else None
    return SCORES.get(payload.intent) if isinstance(payload, AskPayload) else None


def _comment(scene: Scene, decision: Decision, heard: Heard) -> str:
    """Return the words of a message that was taken for the comment we had asked for."""
    asked, said = scene.conversation.question, decision.conversation.said
    answered = asked is not None and asked.intent == COMMENT and said is not None and said.intent == COMMENT
    return (words_of(heard.message.content) or "")[:LONGEST_COMMENT] if answered else ""


def rating_news(ratings: Sequence[Rating]) -> list[OutgoingEvent]:
    """Return what other systems of the shop are told of ratings."""
    return [OutgoingEvent(one.id, one.store_id, "conversation.rated", one.at, _told(one), one.at) for one in ratings]


def _told(one: Rating) -> dict[str, str | int | None]:
    said = {"score": one.score, "comment": one.comment or None}
    return {"conversation": one.conversation_id, "customer": one.customer_id, "staff": one.staff, **said}
