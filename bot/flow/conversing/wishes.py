"""What each message asks for: an intent, the order that it is about, and whether it may be only the beginning of a sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.answers.payloads import AskPayload, ConfirmPayload, parse_payload
from bot.domain.consent import last_word
from bot.domain.message import Contacts, Edit, IdentityChange, Location, Media, Reaction, Revoke, Tapped, Welcome
from bot.flow.conversing.dialogue import confirmed, open_question, pictures, place_of, sent, turn
from bot.flow.conversing.scene import words_of
from bot.flow.conversing.verify import UNKNOWN_ORDER
from bot.flow.conversing.wish import Wish
from bot.language.consent_words import stop_or_start
from bot.language.slots import order_key, same_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answers.payloads import OrderPayload
    from bot.flow.conversing.scene import Heard, Mind, Scene
    from bot.language.understand import Understanding

# Nobody wants a page for each of many questions; the rest of a burst is asked again if it matters.
MOST_ANSWERS: Final = 3
# A number in such a question means an order; where it fits none of the customer's, saying so beats answering about another.
ABOUT_ONE_ORDER: Final = frozenset(("order_status", "order_eta", "invoice_request"))
SMALL_TALK: Final = frozenset(("greeting", "thanks", "goodbye", "affirm", "deny"))
OPT_OUT, OPT_IN = "opt_out", "opt_in"
DAMAGED: Final = "damaged_or_wrong_item"


def wishes_of(scene: Scene, mind: Mind) -> tuple[Wish, ...]:
    """Return what everything heard asks for, each thing once; nothing for what asks nothing."""
    wishes = [wish for heard in scene.heard for wish in _wishes(scene, heard, mind)]
    spoken = [wish for wish in wishes if wish.understanding is not None]
    if len(spoken) > 1 and any(wish.intent is None for wish in spoken):
        # Sentences are often sent in pieces: "where" / "is my order". Together they may make sense.
        words = " ".join(dict.fromkeys(text for wish in spoken if (text := words_of(wish.heard.message.content))))
        whole = _read(scene, spoken[-1].heard, words, mind)[0]
        if whole.intent is not None:
            return (*(wish for wish in wishes if wish.understanding is None), whole)
    shown = tuple(one for heard in scene.heard for one in pictures(heard))
    # The picture of a broken thing comes beside the words as often as under them.
    wishes = [replace(wish, media_ids=shown) if wish.intent == DAMAGED and not wish.media_ids else wish for wish in wishes]
    meant = [wish for wish in wishes if wish.intent is not None and wish.intent not in SMALL_TALK]
    return tuple(_without_repeats(meant or wishes))


def _without_repeats(wishes: Sequence[Wish]) -> list[Wish]:
    kept = {(wish.intent, wish.order, wish.media): wish for wish in wishes}
    return list(kept.values())[:MOST_ANSWERS]


def _wishes(scene: Scene, heard: Heard, mind: Mind) -> list[Wish]:
    content = heard.message.content
    words = words_of(content)
    if words is not None and words.strip():
        return _read(scene, heard, words, mind)
    if (asked_for := sent(scene, heard)) is not None:
        return [asked_for]
    if isinstance(content, Tapped):
        tapped = parse_payload(content.payload)
        return _read(scene, heard, content.title, mind) if tapped is None else [_tapped(scene, heard, tapped)]
    wish = _wordless(heard)
    return [] if wish is None else [wish]


def _wordless(heard: Heard) -> Wish | None:
    """Return what a message without words asks for, ``None`` for one that asks nothing."""
    match content := heard.message.content:
        case Welcome():
            return Wish(heard, "greeting")
        case Reaction() | Revoke() | Edit() | IdentityChange():
            return None
        case Media(media=media, voice=voice):
            return Wish(heard, None, media="voice" if voice else media, media_ids=pictures(heard))
        case Location():
            return Wish(heard, None, media=content.kind, details=place_of(content))
        case Contacts(requested=True):
            return Wish(heard, None, media="own_number")
        case _:
            return Wish(heard, None, media=content.kind)


def _tapped(scene: Scene, heard: Heard, tapped: AskPayload | OrderPayload | ConfirmPayload) -> Wish:
    if isinstance(tapped, AskPayload):
        return Wish(heard, tapped.intent, heard.quoted_order)
    question = open_question(scene)
    asked = question if question is not None and question.intent == tapped.intent else None
    if isinstance(tapped, ConfirmPayload):
        if asked is not None and asked.kind == "confirm" and asked.order_id == tapped.order_id:
            return confirmed(heard, asked, agreed=tapped.agreed)
        return Wish(heard, tapped.intent, tapped.order_id, agreed=tapped.agreed)
    return Wish(heard, tapped.intent, tapped.order_id, answers=asked)


def _read(scene: Scene, heard: Heard, words: str, mind: Mind) -> list[Wish]:
    understanding = mind.matcher.understand(words, preferred=scene.conversation.language)
    if (intent := _about_consent(scene, words)) is not None:
        return [Wish(heard, intent, understanding=understanding)]
    if (said := turn(scene, heard, words, understanding)) is not None:
        return [said]
    main = _understood(scene, heard, words, understanding)
    rest = [replace(main, intent=intent) for intent in getattr(understanding, "also", ()) if main.intent is not None and intent != main.intent]
    return [main, *rest]


def _about_consent(scene: Scene, words: str) -> str | None:
    """Return the intent of STOP and START: the first always counts, the second where there is something to resume."""
    word = stop_or_start(words)
    if word == "stop":
        return OPT_OUT
    consents = scene.conversation.consents
    stopped = any((known := last_word(consents, category)) is not None and not known.given for category in ("utility", "marketing"))
    return OPT_IN if word == "start" and stopped else None


def _understood(scene: Scene, heard: Heard, words: str, understanding: Understanding) -> Wish:
    numbers = understanding.slots.order_numbers
    named = next((order.id for number in numbers for order in scene.orders if same_order(order.number, number)), None)
    order = named or heard.quoted_order
    intent = understanding.intent
    question = open_question(scene)
    if numbers and named is None and question is not None and question.kind in {"order_number", "second_fact"}:
        return Wish(heard, question.intent, UNKNOWN_ORDER, understanding=understanding, answers=question)
    if numbers and named is None and intent in ABOUT_ONE_ORDER:
        return Wish(heard, intent, UNKNOWN_ORDER, understanding=understanding)
    nothing_else = intent in {None, question.intent if question else None} or order_key(words) in numbers
    if question is not None and named in question.options and nothing_else:
        return Wish(heard, question.intent, order, understanding=understanding, answers=question)
    if intent is None and order is not None:
        intent = "order_status"
    fragment = understanding.fragment and order is None
    return Wish(heard, intent, order, fragment=fragment, understanding=understanding, media_ids=pictures(heard))
