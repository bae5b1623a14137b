"""What is answered to wishes: each by its own answer, put together where one message can say it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.answers import ANSWERS, kinds, not_sure, not_understood, verification
from bot.answers.requests import SORTS, may_concern
from bot.domain.answer import Answer, Facts, Say
from bot.domain.clock import MINUTE
from bot.flow.conversing.dialogue import open_question, same_question
from bot.flow.conversing.verify import UNKNOWN_ORDER, WRONG_FACT, exhausted, unverified_reply
from bot.flow.conversing.wishes import ABOUT_A_NAMED_ORDER, ABOUT_ONE_ORDER
from bot.language.normalise import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.flow.conversing.scene import Mind, Scene
    from bot.flow.conversing.wish import Wish

MISSES_BEFORE_PERSON: Final = 1
# Said shortly after an answer about an order, these are about the same one.
FOLLOWING: Final = ABOUT_ONE_ORDER | ABOUT_A_NAMED_ORDER | {"change_address"}
FOLLOWS_WITHIN: Final = 10 * MINUTE
# Without any order there is nothing to say about these; the customer may have ordered under another number.
NEEDS_AN_ORDER: Final = ABOUT_ONE_ORDER | {"list_orders", "refund_status"} | {intent for intent, sort in SORTS.items() if sort.order}


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
    facts = facts_of(scene, wish, mind.catalogues.languages)
    if wish.media is not None:
        return kinds.BY_KIND.get(wish.media, kinds.unsupported)(facts)
    misses = scene.conversation.misunderstood
    # What only buttons ask for has no phrases, and so no intent file.
    answering = mind.answers.get(wish.intent or "") or ANSWERS.get(wish.intent or "")
    if wish.missed and misses < MISSES_BEFORE_PERSON and (unsure := _unsure(scene, wish, mind)) is not None:
        return unsure
    if answering is None or (wish.missed and misses):
        return not_understood.answer(facts, misses)
    if wish.order in {UNKNOWN_ORDER, WRONG_FACT}:
        return unverified_reply(scene, wish, facts)
    if _needs_an_order(wish, mind) and not scene.orders and not exhausted(scene.conversation, scene.now):
        return verification.ask_number(facts, wish.intent or "")
    answer = answering(facts)
    return replace(answer, lines=(*answer.lines, Say("invoice.newest"))) if wish.more else answer


def _unsure(scene: Scene, wish: Wish, mind: Mind) -> Answer | None:
    """Return our open question once more, or what the words may mean; ``None`` where nothing of that helps."""
    question = open_question(scene)
    # What a picture shows is asked with a picture at hand: asked once more, it would be taken for the answer.
    if question is not None and question.kind in {"confirm", "choose_order"} and not question.media:
        asked = _reply(scene, same_question(wish.heard, question), mind)
        return replace(asked, lines=(Say("not_understood.first"), *asked.lines))
    return not_sure.answer(wish.understanding.choices) if wish.intent is None and wish.understanding is not None else None


def _spoken_of(scene: Scene, wish: Wish) -> str | None:
    """Return the order that the last answer was about, where another question in words follows on it shortly."""
    chat = scene.conversation
    follows = wish.understanding is not None and wish.answers is None and wish.media is None and wish.intent in FOLLOWING
    if not follows or chat.said is None or chat.said.intent == wish.intent:
        return None
    order = next((order for order in scene.orders if order.id == chat.said.order_id), None)
    recent = bool(chat.answered_at) and chat.answered_at[-1] > scene.now - FOLLOWS_WITHIN
    sort = SORTS.get(wish.intent or "")
    return order.id if order is not None and recent and (sort is None or may_concern(order, sort)) else None


def _needs_an_order(wish: Wish, mind: Mind) -> bool:
    return wish.agreed is not False and (wish.intent in NEEDS_AN_ORDER or wish.intent in mind.verified)


def facts_of(scene: Scene, wish: Wish, languages: Sequence[str] = ()) -> Facts:
    """Return what an answer to a wish may look at; ``languages`` are those that the bot speaks."""
    about = wish.order or _spoken_of(scene, wish)
    order = next((order for order in scene.orders if order.id == about), None)
    return Facts(
        scene.store,
        scene.customer,
        scene.orders,
        scene.now,
        order,
        wish.before or wish.words,
        details=wish.details,
        media=wish.media_ids,
        agreed=wish.agreed,
        consents=scene.conversation.consents,
        requests=scene.requests,
        language=scene.conversation.language,
        languages=tuple(languages),
        wants_language=wish.language,
    )
