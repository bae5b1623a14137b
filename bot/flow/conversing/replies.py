"""What is answered to wishes: each by its own answer, put together where one message can say it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers import ANSWERS, not_understood
from bot.domain.answer import Answer, Facts
from bot.flow.conversing.wishes import UNKNOWN_ORDER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.flow.conversing.scene import Mind, Scene
    from bot.flow.conversing.wish import Wish


def replies(scene: Scene, wishes: Sequence[Wish], mind: Mind) -> list[Answer]:
    """Return the answers, as few messages as can say them."""
    first, *rest = [_reply(scene, wish, mind) for wish in wishes]
    together = [first]
    for answer in rest:
        if _plain(answer) and not together[-1].document:
            together[-1] = _joined(together[-1], answer)
        elif _plain(together[-1]) and not answer.document:
            together[-1] = _joined(answer, together[-1], before=True)
        else:
            together.append(answer)
    return together


def _plain(answer: Answer) -> bool:
    return not (answer.options or answer.link or answer.document or answer.ask or answer.request)


def _joined(answer: Answer, plain: Answer, *, before: bool = False) -> Answer:
    lines = plain.lines + answer.lines if before else answer.lines + plain.lines
    return replace(
        answer,
        lines=lines,
        flag=answer.flag or plain.flag,
        order_id=answer.order_id or plain.order_id,
        consents=answer.consents + plain.consents,
        request=answer.request or plain.request,
    )


def _reply(scene: Scene, wish: Wish, mind: Mind) -> Answer:
    facts = facts_of(scene, wish)
    if wish.media is not None:
        return ANSWERS["unsupported_message"](facts)
    misses = scene.conversation.misunderstood
    # What only buttons ask for has no phrases, and so no intent file.
    answering = mind.answers.get(wish.intent or "") or ANSWERS.get(wish.intent or "")
    if answering is None or (wish.missed and misses):
        return not_understood.answer(facts, misses)
    if wish.order == UNKNOWN_ORDER:
        return ANSWERS["order_not_found"](facts)
    return answering(facts)


def facts_of(scene: Scene, wish: Wish) -> Facts:
    """Return what an answer to a wish may look at."""
    order = next((order for order in scene.orders if order.id == wish.order), None)
    return Facts(
        scene.store,
        scene.customer,
        scene.orders,
        scene.now,
        order,
        wish.words,
        details=wish.details,
        media=wish.media_ids,
        agreed=wish.agreed,
        consents=scene.conversation.consents,
        requests=scene.requests,
    )
