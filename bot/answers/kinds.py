"""Messages that are no words: voice notes, pictures, places, cards, baskets. Each is taken for what it probably means."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.answers.parts.menu import INVOICE, MENU, PERSON, TRACK
from bot.answers.parts.people import hours
from bot.answers.payloads import ask, confirm
from bot.domain.answer import Answer, Ask, Facts, Option, Ref, Say

if TYPE_CHECKING:
    from collections.abc import Callable

_DAMAGED: Final = "damaged_or_wrong_item"
_ADDRESS: Final = "change_address"
_PAYMENT: Final = Option(ask("payment_issue"), Say("intent.payment_issue.button"))


def voice(_facts: Facts) -> Answer:
    """Ask for words: nobody listens to it here."""
    return Answer((Say("kind.voice"),), (TRACK, INVOICE, PERSON))


def picture(facts: Facts) -> Answer:
    """Ask whether something is wrong with what it shows; a yes opens a request with the picture."""
    yes = Option(confirm("", _DAMAGED, agreed=True), Say("kind.picture_yes.button"))
    question = Ask("confirm", _DAMAGED, media=facts.media)
    return Answer((Say("kind.picture"),), (yes, TRACK, PERSON), ask=question if facts.media else None)


def video(facts: Facts) -> Answer:
    """Ask the same of a video."""
    return replace(picture(facts), lines=(Say("kind.video"),))


def added(facts: Facts) -> Answer:
    """Say that what comes after a request goes to the same people."""
    return Answer((Say("request.added"),), order_id=facts.order.id if facts.order else None)


def document(_facts: Facts) -> Answer:
    """Ask what it is about."""
    return Answer((Say("kind.document"),), (_PAYMENT, INVOICE, PERSON))


def location(facts: Facts) -> Answer:
    """Ask whether it is where an order should go."""
    yes = Option(confirm("", _ADDRESS, agreed=True), Say("intent.change_address.button"))
    return Answer((Say("kind.location"),), (yes, TRACK, PERSON), ask=Ask("confirm", _ADDRESS, text=facts.details))


def contacts(_facts: Facts) -> Answer:
    """Say that a card alone tells nothing."""
    return Answer((Say("kind.contacts"),), (TRACK, PERSON))


def own_number(facts: Facts) -> Answer:
    """Say that the number which the customer has shared is known now, and what was found under it."""
    if not facts.orders:
        return Answer((Say("kind.own_number"), Say("orders.none")), (PERSON,))
    return Answer(
        (Say("kind.own_number"), Say("kind.own_orders", count=len(facts.orders))), (TRACK, Option(ask("list_orders"), Say("menu.orders.button")))
    )


def sticker(_facts: Facts) -> Answer:
    """Take it as a friendly word."""
    return Answer((Say("kind.sticker"),), MENU)


def basket(facts: Facts) -> Answer:
    """Pass a basket of the catalogue on to people: it is no order of the shop's system yet."""
    return Answer((Say("kind.basket"), *hours(facts)), flag="request")


def form(facts: Facts) -> Answer:
    """Pass a filled-in form on to people."""
    return Answer((Say("kind.form"), *hours(facts)), flag="request")


def advert(facts: Facts) -> Answer:
    """Pass on to people who comes from an advertisement and asks for nothing that orders tell."""
    site = (facts.store.website, Say("business_hours.website.button")) if facts.store.website else None
    return Answer((Say("kind.ad", {"store": Ref(facts.store.name)}), *hours(facts)), link=site, flag="asked_for_person")


def unsupported(_facts: Facts) -> Answer:
    """Ask for words instead of something that WhatsApp does not hand over."""
    return Answer((Say("unsupported_message.please_write"),), MENU)


def too_large(_facts: Facts) -> Answer:
    """Ask for what WhatsApp could not hand over once more, smaller."""
    return Answer((Say("unsupported_message.send_again"),), (TRACK, PERSON))


BY_KIND: Final[dict[str, Callable[[Facts], Answer]]] = {
    "voice": voice,
    "audio": voice,
    "image": picture,
    "video": video,
    "document": document,
    "location": location,
    "contacts": contacts,
    "own_number": own_number,
    "sticker": sticker,
    "catalogue_order": basket,
    "flow_reply": form,
    "unsupported": unsupported,
    "too_large": too_large,
    "added": added,
    "advert": advert,
}
