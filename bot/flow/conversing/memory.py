"""What is remembered of an exchange: the question that is open, misses in a row, consents, a flag, the order that it was about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.answers.payloads import OrderPayload, parse_payload
from bot.domain.clock import MINUTE
from bot.domain.consent import Consent, with_word
from bot.domain.conversation import Flag, Question, Said
from bot.flow.conversing.dialogue import open_question
from bot.flow.conversing.opened import LONGEST_TEXT
from bot.flow.conversing.verify import UNKNOWN_ORDER, WRONG_FACT, recent_attempts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.answer import Answer
    from bot.domain.conversation import Conversation
    from bot.flow.conversing.scene import Scene
    from bot.flow.conversing.wish import Wish

QUESTION_LIVES: Final = 30 * MINUTE
MISSES_BEFORE_FLAG: Final = 2
LONGEST_WORDING: Final = 200
MOST_SHOWN: Final = 10


def remember(scene: Scene, after: Conversation, wishes: Sequence[Wish], answers: Sequence[Answer]) -> Conversation:
    """Return the conversation as it stands after these answers."""
    missed = all(wish.missed for wish in wishes)
    misses = after.misunderstood + 1 if missed else 0
    focus = next((answer.order_id for answer in answers if answer.order_id), after.focus_order)
    after = replace(after, question=_question(scene, wishes, answers), misunderstood=misses, focus_order=focus)
    after = _verified(scene, after, wishes)
    return agreed(scene, _flagged(scene, after, wishes, answers), wishes, answers)


def _verified(scene: Scene, after: Conversation, wishes: Sequence[Wish]) -> Conversation:
    """Return the conversation with the orders that the customer has shown to be his, and with his failed attempts."""
    failed = tuple(scene.now for wish in wishes if wish.order == WRONG_FACT)
    shown = tuple(wish.order for wish in wishes if wish.verified and wish.order is not None)
    if not failed and not shown:
        return after
    orders = tuple(dict.fromkeys((*after.shown_orders, *shown)))[-MOST_SHOWN:]
    return replace(after, unverified_at=(*recent_attempts(after, scene.now), *failed), shown_orders=orders)


def said(after: Conversation, wishes: Sequence[Wish], answers: Sequence[Answer], digest: str) -> Conversation:
    """Return the conversation with what was said last."""
    about = wishes[-1].order if wishes[-1].order not in {UNKNOWN_ORDER, WRONG_FACT} else None
    return replace(after, said=Said(digest, wishes[-1].intent, answers[-1].order_id or about))


def agreed(scene: Scene, after: Conversation, wishes: Sequence[Wish], answers: Sequence[Answer]) -> Conversation:
    """Return the conversation with the customer's new words on categories of messages."""
    consents = after.consents
    wish = wishes[-1]
    for answer in answers:
        for category, given in answer.consents:
            at = max(wish.heard.message.sent_at, scene.conversation.last_inbound_at or 0)
            consents = with_word(consents, Consent(category, given, at, "chat", wish.words[:LONGEST_WORDING]))
    return after if consents is after.consents else replace(after, consents=consents)


def _question(scene: Scene, wishes: Sequence[Wish], answers: Sequence[Answer]) -> Question | None:
    """Return the newest question; one that a digression has left without answer still waits."""
    until = scene.now + QUESTION_LIVES
    for answer in reversed(answers):
        if answer.asks is not None:
            payloads = [parse_payload(option.id) for option in answer.options]
            options = tuple(payload.order_id for payload in payloads if isinstance(payload, OrderPayload))
            return _which_order(Question(answer.asks, options, scene.now, until), wishes)
        if (ask := answer.ask) is not None:
            return Question(ask.intent, ask.options, scene.now, until, ask.kind, ask.order_id, ask.text, ask.media)
    waiting = open_question(scene)
    if waiting is None or any(wish.answers is not None or wish.intent == waiting.intent for wish in wishes):
        return None
    return waiting


def _which_order(question: Question, wishes: Sequence[Wish]) -> Question:
    """Return a question for an order with what the customer has said and sent before it."""
    asked = next((wish for wish in wishes if wish.intent == question.intent), None)
    if asked is None:
        return question
    return replace(question, text=(asked.before or asked.words)[:LONGEST_TEXT], details=asked.details[:LONGEST_TEXT], media=asked.media_ids)


def _flagged(scene: Scene, after: Conversation, wishes: Sequence[Wish], answers: Sequence[Answer]) -> Conversation:
    reason = next((answer.flag for answer in answers if answer.flag), None)
    if reason is None and after.misunderstood >= MISSES_BEFORE_FLAG:
        reason = "misunderstood"
    if reason is None or (after.flag is not None and after.flag.reason == reason):
        return after
    asked = next((answer.request.text for answer in answers if answer.request is not None), "")
    return replace(after, flag=Flag(reason, scene.now, asked or wishes[-1].words))
