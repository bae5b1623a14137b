"""What each message asks for: an intent, the order that it is about, and whether it may be only the beginning of a sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.answers.change_language import INTENT as CHANGE_LANGUAGE
from bot.answers.payloads import AskPayload, ConfirmPayload, LanguagePayload, parse_payload
from bot.domain.clock import HOUR
from bot.domain.consent import last_word
from bot.domain.message import Contacts, Edit, IdentityChange, Location, Media, Reaction, Revoke, Tapped, Unsupported, Welcome
from bot.domain.order import parcel_key
from bot.flow.conversing.dialogue import chosen, confirmed, open_question, pictures, place_of, sent, turn
from bot.flow.conversing.scene import words_of
from bot.flow.conversing.several import about_each, all_invoices
from bot.flow.conversing.verify import UNKNOWN_ORDER
from bot.flow.conversing.wish import Wish
from bot.language.consent_words import stop_or_start
from bot.language.intents import OUT_OF_SCOPE
from bot.language.normalise import visible, western_digits
from bot.language.numbers import order_numbers
from bot.language.slots import order_key, same_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answers.payloads import Payload
    from bot.flow.conversing.scene import Heard, Mind, Scene
    from bot.language.understand import Understanding

# Nobody wants a page for each of many questions; the rest of a burst is asked again if it matters.
MOST_ANSWERS: Final = 3
# A number in such a question means an order; where it fits none of the customer's, saying so beats answering about another.
ABOUT_ONE_ORDER: Final = frozenset(("order_status", "order_eta", "invoice_request"))
# In these it may be an amount or a size as well: it means an order where it is called one.
ABOUT_A_NAMED_ORDER: Final = frozenset(
    ("cancel_order", "change_order", "return_request", "refund_request", "refund_status", "exchange", "damaged_or_wrong_item", "missing_item")
)
SMALL_TALK: Final = frozenset(("greeting", "thanks", "goodbye", "affirm", "deny"))
OPT_OUT, OPT_IN = "opt_out", "opt_in"
DAMAGED: Final = "damaged_or_wrong_item"
ADVERT: Final = "advert"
_NOT_LOADED: Final = 131052  # WhatsApp has what was sent, and can't hand it over: it is too large
_SHOWN: Final = frozenset(("image", "video", "document"))
_SHOWN_FOR: Final = frozenset(("damaged", "missing", "return", "exchange", "payment"))
_NAMED: Final = 2
# Said together, these are one request in the customer's words: "it's broken, I want my money back", "cancel it and refund me".
_MADE_GOOD: Final = ("refund_request", "return_request", "exchange")
_COVERS: Final = {DAMAGED: _MADE_GOOD, "missing_item": _MADE_GOOD, "cancel_order": ("refund_request",), "return_request": ("refund_request",)}


def wishes_of(scene: Scene, mind: Mind) -> tuple[Wish, ...]:
    """Return what everything heard asks for, each thing once; nothing for what asks nothing or was taken back."""
    gone = set(filter(None, map(_taken_back, scene.heard)))
    wishes = [wish for heard in scene.heard if heard.message.id not in gone for wish in _wishes(scene, heard, mind)]
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
    covered = {intent for wish in meant for intent in _COVERS.get(wish.intent or "", ())}
    meant = [wish for wish in meant if wish.intent not in covered]
    wishes = [_as_visitor(scene, wish) for wish in meant or wishes]
    return tuple(_without_repeats(all_invoices(scene, wishes) or wishes))


def _taken_back(heard: Heard) -> str | None:
    """Return the id of the message that this one deletes, or replaces by other words."""
    match heard.message.content:
        case Revoke(original_id=original) | Edit(original_id=original, body=str()):
            return original
        case _:
            return None


def _without_repeats(wishes: Sequence[Wish]) -> list[Wish]:
    by_topic = {(wish.intent, wish.order, wish.media): wish for wish in wishes}
    # Where an order is and when it comes is one answer.
    kept = [wish for wish in by_topic.values() if wish.intent != "order_eta" or ("order_status", wish.order, None) not in by_topic]
    invoices = all(wish.intent == "invoice_request" and wish.order is not None for wish in kept)
    return kept if invoices else kept[:MOST_ANSWERS]


def _as_visitor(scene: Scene, wish: Wish) -> Wish:
    """Return a wish as it stands, or, of somebody whom an advertisement has brought and who asks for nothing here, as his visit."""
    from_advert = wish.heard.message.referral is not None and not scene.orders
    return replace(wish, intent=None, media=ADVERT) if from_advert and wish.media is None and wish.intent in {None, OUT_OF_SCOPE} else wish


def _wishes(scene: Scene, heard: Heard, mind: Mind) -> list[Wish]:
    content = heard.message.content
    words = words_of(content)
    if words is not None and visible(words):
        return _read(scene, heard, words, mind)
    if (asked_for := sent(scene, heard)) is not None:
        return [asked_for]
    if isinstance(content, Tapped):
        tapped = parse_payload(content.payload)
        return _read(scene, heard, content.title, mind) if tapped is None else [_tapped(scene, heard, tapped)]
    wish = _wordless(scene, heard)
    return [] if wish is None else [wish]


def _wordless(scene: Scene, heard: Heard) -> Wish | None:
    """Return what a message without words asks for, ``None`` for one that asks nothing."""
    match content := heard.message.content:
        case Welcome():
            return Wish(heard, "greeting")
        case Reaction() | Revoke() | Edit() | IdentityChange():
            return None
        case Media(media=media) if media in _SHOWN and (asked := _asked_lately(scene)) is not None:
            return Wish(heard, None, asked or None, media="added", media_ids=pictures(heard))
        case Unsupported(code=int(code)) if code == _NOT_LOADED:
            return Wish(heard, None, media="too_large")
        case Media(media=media, voice=voice):
            return Wish(heard, None, media="voice" if voice else media, media_ids=pictures(heard))
        case Location():
            return Wish(heard, None, media=content.kind, details=place_of(content))
        case Contacts(requested=True):
            return Wish(heard, None, media="own_number")
        case _:
            return Wish(heard, None, media=content.kind)


def _asked_lately(scene: Scene) -> str | None:
    """Return the order of a request that pictures may still belong to, empty where it is about none."""
    fresh = (one for one in reversed(scene.requests) if one.pending and one.kind in _SHOWN_FOR and one.at > scene.now - HOUR)
    return next((one.order_id or "" for one in fresh), None)


def _tapped(scene: Scene, heard: Heard, tapped: Payload) -> Wish:
    if isinstance(tapped, LanguagePayload):
        return Wish(heard, CHANGE_LANGUAGE, language=tapped.tag)
    if isinstance(tapped, AskPayload):
        return Wish(heard, tapped.intent, heard.quoted_order)
    question = open_question(scene)
    asked = question if question is not None and question.intent == tapped.intent else None
    if isinstance(tapped, ConfirmPayload):
        if asked is not None and asked.kind == "confirm" and asked.order_id == tapped.order_id:
            return confirmed(heard, asked, agreed=tapped.agreed)
        return Wish(heard, tapped.intent, tapped.order_id, agreed=tapped.agreed)
    return Wish(heard, tapped.intent, tapped.order_id) if asked is None else chosen(heard, asked, tapped.order_id)


def _read(scene: Scene, heard: Heard, words: str, mind: Mind) -> list[Wish]:
    understanding = mind.matcher.understand(words, preferred=scene.conversation.language)
    if (intent := _about_consent(scene, words)) is not None:
        return [Wish(heard, intent, understanding=understanding)]
    if (said := turn(scene, heard, words, understanding)) is not None:
        return [said]
    main = _understood(scene, heard, words, understanding)
    rest = [replace(main, intent=intent) for intent in understanding.also if main.intent is not None and intent != main.intent]
    return [*about_each(scene, main, understanding), *rest]


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
    order = named or _tracked(scene, understanding) or heard.quoted_order
    intent = understanding.intent
    question = open_question(scene)
    if numbers and named is None and question is not None and question.kind in {"order_number", "second_fact"}:
        return Wish(heard, question.intent, UNKNOWN_ORDER, understanding=understanding, answers=question, before=question.text)
    if numbers and named is None and (intent in ABOUT_ONE_ORDER or (intent in ABOUT_A_NAMED_ORDER and _called_order(words, numbers[0]))):
        return Wish(heard, intent, UNKNOWN_ORDER, understanding=understanding)
    nothing_else = intent in {None, question.intent if question else None} or order_key(words) in numbers
    if question is not None and named in question.options and nothing_else:
        return chosen(heard, question, order, understanding)
    if (intent is None and order is not None) or (intent == "list_orders" and named is not None):
        intent = "order_status"
    fragment = understanding.fragment and order is None
    language = understanding.slots.language if intent == CHANGE_LANGUAGE else None
    return Wish(heard, intent, order, fragment=fragment, understanding=understanding, media_ids=pictures(heard), language=language)


def _tracked(scene: Scene, understanding: Understanding) -> str | None:
    """Return the customer's order that a tracking number belongs to."""
    parcels = {parcel_key(parcel.tracking_number): order.id for order in scene.orders for parcel in order.shipments if parcel.tracking_number}
    return next((parcels[number] for number in understanding.slots.tracking_numbers if number in parcels), None)


def _called_order(words: str, number: str) -> bool:
    return any(one.surety == _NAMED and order_key(one.text) == number for one in order_numbers(western_digits(words)))
