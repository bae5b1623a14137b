"""Answers to our questions, and turns that only make sense after what was said before: yes, no, the other one, say that again, leave it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.answers.requests import SORTS
from bot.db.downloads import inbound_document_id
from bot.domain.message import Location, Media
from bot.flow.conversing.verify import UNKNOWN_ORDER, proof
from bot.flow.conversing.wish import Wish
from bot.language.intents import OUT_OF_SCOPE
from bot.language.ordinals import place_of as place_in
from bot.language.slots import order_key
from bot.language.turn_words import turn_of

if TYPE_CHECKING:
    from bot.domain.conversation import Question
    from bot.flow.conversing.scene import Heard, Scene
    from bot.language.understand import Understanding

LEFT: Final = "left_it"
# So sure must we be that words are another question, where they might be what we have asked for.
INTERRUPTS: Final = 0.9
_TWO: Final = 2
_WAITED_FOR: Final = frozenset(("details", "photo"))
_OF_REQUESTS: Final = frozenset(("confirm", "details", "photo"))
_SMALL: Final = frozenset(("affirm", "deny", "thanks", "greeting", "goodbye", OUT_OF_SCOPE))


def open_question(scene: Scene) -> Question | None:
    """Return the question that waits for an answer; an expired one is as if never asked."""
    question = scene.conversation.question
    return question if question is not None and question.expires_at > scene.now else None


def turn(scene: Scene, heard: Heard, words: str, understanding: Understanding) -> Wish | None:
    """Return what words mean because of what was said before, ``None`` where they stand for themselves."""
    question = open_question(scene)
    steer = turn_of(words)
    if question is not None and (steer == "leave" or _refuses(question, words, understanding)):
        intent = question.intent if question.kind in _OF_REQUESTS and question.intent in SORTS else LEFT
        return Wish(heard, intent, question.order_id, understanding=understanding, agreed=False, answers=question)
    if steer == "repeat" and scene.conversation.said is not None and scene.conversation.said.intent is not None:
        said = scene.conversation.said
        known = question if question is not None and question.intent == said.intent else None
        if known is not None:
            return replace(same_question(heard, known), understanding=understanding, order=_asked_about(known, said.order_id))
        return Wish(heard, said.intent, said.order_id, understanding=understanding)
    if question is not None and question.kind == "choose_order" and (place := place_in(words, len(question.options))) is not None:
        return chosen(heard, question, question.options[place], understanding)
    if steer == "other":
        return _other_one(scene, heard, question, understanding)
    if question is not None and question.kind == "second_fact" and (shown := proof(scene, heard, words, understanding, question)) is not None:
        return shown
    return None if question is None else _reply(heard, words, understanding, question)


def _refuses(question: Question, words: str, understanding: Understanding) -> bool:
    """Tell whether a plain no means that nothing shall be done; of a question for a yes it is the answer, and "No. 5" is an address."""
    no = understanding.slots.answer == "no" or understanding.intent == "deny"
    return no and question.kind != "confirm" and not any(map(str.isdigit, words))


def _asked_about(question: Question, order: str | None) -> str | None:
    return UNKNOWN_ORDER if question.kind == "second_fact" else order


def same_question(heard: Heard, question: Question) -> Wish:
    """Return the wish that asks our question once more, with what it knew already."""
    known = question.text if question.kind == "confirm" else question.details
    return Wish(heard, question.intent, question.order_id, details=known, media_ids=question.media, answers=question, before=question.text)


def chosen(heard: Heard, question: Question, order: str | None, understanding: Understanding | None = None) -> Wish:
    """Return the wish of a customer whom we have asked which order he means."""
    wish = Wish(heard, question.intent, order, understanding=understanding, answers=question, before=question.text)
    return replace(wish, details=question.details, media_ids=question.media)


def _reply(heard: Heard, words: str, understanding: Understanding, question: Question) -> Wish | None:
    intent = understanding.intent
    if question.kind == "confirm":
        agreed = {"yes": True, "no": False}.get(understanding.slots.answer or "", {"affirm": True, "deny": False}.get(intent or ""))
        if agreed is False and _interrupts(understanding, question) and not understanding.slots.order_numbers:
            # "No, change the address instead": about the same order, and our question is settled.
            return Wish(heard, intent, question.order_id, understanding=understanding, answers=question)
        return None if agreed is None else confirmed(heard, question, understanding, agreed=agreed)
    if question.kind not in _WAITED_FOR or _interrupts(understanding, question) or order_key(words) in understanding.slots.order_numbers:
        return None
    told = Wish(heard, question.intent, question.order_id, understanding=understanding, answers=question, before=question.text)
    return replace(told, details=words, media_ids=pictures(heard))


def _interrupts(understanding: Understanding, question: Question) -> bool:
    """Tell whether words are surely another question and not the answer to ours."""
    sure = understanding.ranked[0] if understanding.ranked else None
    return sure is not None and sure.confidence >= INTERRUPTS and sure.intent != question.intent and sure.intent not in _SMALL


def confirmed(heard: Heard, question: Question, understanding: Understanding | None = None, *, agreed: bool) -> Wish:
    """Return the wish that a question for a yes was about, with what it knew already."""
    return Wish(
        heard,
        question.intent,
        question.order_id,
        understanding=understanding,
        agreed=agreed,
        details=question.text,
        media_ids=question.media,
        answers=question,
    )


def _other_one(scene: Scene, heard: Heard, question: Question | None, understanding: Understanding) -> Wish | None:
    """Return the last wish about the other order, where there are just two that may be meant."""
    said = scene.conversation.said
    intent = question.intent if question is not None else said.intent if said is not None else None
    if question is not None and question.kind == "choose_order" and len(question.options) == _TWO:
        # Asked which of two, "the second" and "the other one" mean the one that stands below.
        return chosen(heard, question, question.options[1], understanding)
    about = question.order_id if question is not None and question.order_id else scene.conversation.focus_order
    ids = [order.id for order in scene.orders if order.open] or [order.id for order in scene.orders]
    if about not in ids:
        ids = [order.id for order in scene.orders]
    others = [one for one in ids if one != about]
    if intent is None or about is None or not others:
        return None
    return Wish(
        heard, intent if len(others) == 1 else "list_orders", others[0] if len(others) == 1 else None, understanding=understanding, answers=question
    )


def sent(scene: Scene, heard: Heard) -> Wish | None:
    """Return what a picture or a place means that we have asked for."""
    question, content = open_question(scene), heard.message.content
    if question is None or question.kind not in _WAITED_FOR:
        return None
    if isinstance(content, Location) and question.intent == "change_address":
        return Wish(heard, question.intent, question.order_id, details=place_of(content), answers=question)
    media = pictures(heard)
    return Wish(heard, question.intent, question.order_id, media_ids=media, answers=question, before=question.text) if media else None


def place_of(place: Location) -> str:
    """Return a place as a line for people: name, address, degrees."""
    return ", ".join(filter(None, [place.name, place.address, f"{place.latitude:.6f}, {place.longitude:.6f}"]))


def pictures(heard: Heard) -> tuple[str, ...]:
    """Return the id under which the picture, video or document of a message is kept."""
    content = heard.message.content
    shown = isinstance(content, Media) and content.media in {"image", "video", "document"}
    return (inbound_document_id(heard.message.id),) if shown else ()
