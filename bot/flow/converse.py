"""What to answer: a pure decision over one chat and everything that its customer has said since the last one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers import ANSWERS
from bot.flow.conversing.asides import waiting_question, with_offer, with_reminder
from bot.flow.conversing.guards import counted, silenced, stopped
from bot.flow.conversing.lines import line
from bot.flow.conversing.memory import agreed, remember, said
from bot.flow.conversing.opened import MOST_REQUESTS, opened_requests
from bot.flow.conversing.replies import facts_of, replies
from bot.flow.conversing.scene import Decision, Guards, Heard, Mind, Scene, Wait
from bot.flow.conversing.unclear import unclear
from bot.flow.conversing.wishes import OPT_OUT, wishes_of
from bot.flow.conversing.wording import digest, outbox, worded
from bot.flow.reply_language import reply_language
from bot.language.consent_words import stop_or_start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.answer import Answer
    from bot.domain.conversation import Conversation
    from bot.flow.conversing.wish import Wish

__all__ = ["Decision", "Guards", "Heard", "Mind", "Scene", "Wait", "converse"]


def converse(scene: Scene, mind: Mind, reply_pause: int) -> Decision | Wait:
    """Decide what to answer to everything heard, as one; ``reply_pause`` is in milliseconds.

    What a person has taken over is recorded and not answered; STOP counts all the same.
    """
    wishes = wishes_of(scene, mind)
    newest = max(heard.received_at for heard in scene.heard)
    if scene.conversation.owner == "bot" and _still_typing(scene, wishes) and scene.now < newest + reply_pause:
        return Wait(newest + reply_pause)
    tongue = reply_language(scene.conversation, scene.customer, scene.store, wishes, mind.catalogues.languages)
    shown = {wish.order for wish in wishes if wish.verified}
    orders = (*(order for order in scene.strange if order.id in shown), *scene.orders)
    scene = replace(scene, conversation=replace(scene.conversation, language=tongue.language), orders=orders)
    after = replace(
        scene.conversation,
        version=scene.conversation.version + 1,
        language=tongue.known,
        language_chosen=tongue.chosen,
        offered_language=tongue.offer or (scene.conversation.offered_language if tongue.chosen else None),
        last_inbound_at=max(scene.conversation.last_inbound_at or 0, *(heard.message.sent_at for heard in scene.heard)),
    )
    lines = tuple(line(scene, heard, wishes) for heard in scene.heard)
    if not wishes:
        return Decision(after, (), lines)
    why = stopped(scene.conversation, scene.store, scene.now, mind.guards)
    if after.owner != "bot" or why in {"quiet", "loop"}:
        after = silenced(after, why, scene.store, scene.now, mind.guards) if why and after.owner == "bot" else after
        return Decision(_stopped_messages(scene, after, wishes), (), lines)
    answers = [ANSWERS["enough_today"](facts_of(scene, wishes[-1]))] if why == "cap" else replies(scene, wishes, mind)
    answers = with_offer(answers, tongue.offer) if tongue.offer and why is None else answers
    decision = _answered(scene, after, wishes, answers, mind)
    if why == "cap":
        quiet = silenced(decision.conversation, why, scene.store, scene.now, mind.guards)
        decision = replace(decision, conversation=_stopped_messages(scene, quiet, wishes))
    return replace(decision, lines=lines, unclear=unclear(scene, wishes))


def _answered(scene: Scene, after: Conversation, wishes: Sequence[Wish], answers: Sequence[Answer], mind: Mind) -> Decision:
    """Return the decision for these answers, without the lines of what came in."""
    after = remember(scene, after, wishes, answers)
    if (interrupted := waiting_question(scene, after, wishes, answers)) is not None:
        answers = with_reminder(answers, interrupted)
        after = replace(after, question=replace(interrupted, reminded=True))
    language = scene.conversation.language or scene.store.language
    contents = worded(answers, scene.conversation.said.digest if scene.conversation.said else None, scene, mind, language)
    after = said(after, wishes, answers, digest(contents[-1]))
    after = counted(after, wishes, len(contents), scene.store, scene.now, mind.guards)
    opened = opened_requests(scene, after, answers)
    if opened:
        after = replace(after, requests=(*after.requests, *(request.id for request in opened))[-MOST_REQUESTS:])
    return Decision(after, outbox(scene, after, answers, contents), (), opened)


def _stopped_messages(scene: Scene, after: Conversation, wishes: Sequence[Wish]) -> Conversation:
    """Return the conversation with what STOP ends, though nothing is answered."""
    for wish in wishes:
        if wish.intent == OPT_OUT and stop_or_start(wish.words) == "stop":
            after = agreed(scene, after, [wish], [ANSWERS[OPT_OUT](facts_of(scene, wish))])
    return after


def _still_typing(scene: Scene, wishes: Sequence[Wish]) -> bool:
    return bool(wishes) and scene.conversation.question is None and all(wish.fragment for wish in wishes)
