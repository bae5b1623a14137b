"""What is answered to wishes: each by its own answer, put together where one message can say it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.answers import ANSWERS, kinds, not_sure, not_understood, verification
from bot.domain.answer import Answer, Facts, Say
from bot.flow.conversing.verify import UNKNOWN_ORDER, WRONG_FACT, exhausted, unverified_reply
from bot.flow.conversing.wishes import ABOUT_ONE_ORDER
from bot.language.normalise import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.flow.conversing.scene import Mind, Scene
    from bot.flow.conversing.wish import Wish

MISSES_BEFORE_PERSON: Final = 1


def replies(scene: Scene, wishes: Sequence[Wish], mind: Mind) -> list[Answer]:
    """Return the answers, as few messages as can say them."""
    first, *rest = [_reply(scene, wish, mind) for wish in wishes]
    together = [first]
    for answer in rest:
        last = together[-1]
        if _plain(answer) and not last.document:
            together[-1] = _joined(last, answer)
        elif _plain(last):
            together[-1] = _joined(answer, last, before=True)
        elif last.document and _says(answer):
            together[-1] = _joined(last, _spelt(answer))
        elif answer.document and _says(last):
            together[-1] = _joined(answer, _spelt(last), before=True)
        else:
            together.append(answer)
    return together


def _plain(answer: Answer) -> bool:
    return not (answer.link or answer.document) and _says(answer)


def _says(answer: Answer) -> bool:
    """Tell whether an answer only tells something: it could stand above a document as well."""
    return not (answer.options or answer.document or answer.ask or answer.asks or answer.request)


def _spelt(answer: Answer) -> Answer:
    """Return an answer whose link stands in its words."""
    if answer.link is None:
        return answer
    url, label = answer.link
    return replace(answer, lines=(*answer.lines, Say("also.link", {"label": label, "link": visible(url)})), link=None)


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
        return kinds.BY_KIND.get(wish.media, kinds.unsupported)(facts)
    misses = scene.conversation.misunderstood
    # What only buttons ask for has no phrases, and so no intent file.
    answering = mind.answers.get(wish.intent or "") or ANSWERS.get(wish.intent or "")
    if wish.intent is None and wish.understanding is not None and misses < MISSES_BEFORE_PERSON:
        offered = not_sure.answer(wish.understanding.choices)
        if offered is not None:
            return offered
    if answering is None or (wish.missed and misses):
        return not_understood.answer(facts, misses)
    if wish.order in {UNKNOWN_ORDER, WRONG_FACT}:
        return unverified_reply(scene, wish, facts)
    if wish.intent in ABOUT_ONE_ORDER and not scene.orders and not exhausted(scene.conversation, scene.now):
        return verification.ask_number(facts, wish.intent)
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
        language=scene.conversation.language,
    )
