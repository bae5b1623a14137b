"""STOP and START: which messages the customer wants, and that his questions are answered whatever he chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.payloads import KEEP_UPDATES, WANT_OFFERS, ask
from bot.domain.answer import Answer, Facts, Option, Ref, Say
from bot.domain.consent import last_word
from bot.language.consent_words import speaks_of_offers, stop_or_start

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.notice import Category

_KEEP = Option(ask(KEEP_UPDATES), Say("opt_out.keep_updates.button"))
_OFFERS = Option(ask(WANT_OFFERS), Say("opt_in.want_offers.button"))


def opt_out(facts: Facts) -> Answer:
    """End offers where the words name them, else offers and order updates; the latter can be kept by one tap."""
    if speaks_of_offers(facts.text) and stop_or_start(facts.text) is None:
        return Answer((Say("opt_out.offers", _store(facts)), Say("opt_out.updates_go_on")), consents=(("marketing", False),))
    return Answer(
        (Say("opt_out.everything", _store(facts)), Say("opt_out.still_here")), (_KEEP,), consents=(("marketing", False), ("utility", False))
    )


def opt_in(facts: Facts) -> Answer:
    """Give back what was stopped; without that, offers to somebody who names them, and a question to whoever doesn't."""
    stopped = _stopped(facts)
    if speaks_of_offers(facts.text):
        return Answer((Say("opt_in.offers", _store(facts)),), consents=(("marketing", True),))
    if stopped:
        return Answer((Say("opt_in.back", _store(facts)),), consents=tuple((category, True) for category in stopped))
    return Answer((Say("opt_in.updates", _store(facts)), Say("opt_in.offers_too")), (_OFFERS,), consents=(("utility", True),))


def keep_updates(facts: Facts) -> Answer:
    """Give order updates back."""
    return Answer((Say("keep_updates.kept", _store(facts)),), consents=(("utility", True),))


def want_offers(facts: Facts) -> Answer:
    """Give offers."""
    return Answer((Say("opt_in.offers", _store(facts)),), consents=(("marketing", True),))


def _stopped(facts: Facts) -> tuple[Category, ...]:
    categories: tuple[Category, ...] = ("utility", "marketing")
    return tuple(one for one in categories if (word := last_word(facts.consents, one)) is not None and not word.given)


def _store(facts: Facts) -> dict[str, Ref]:
    return {"store": Ref(facts.store.name)}


ANSWERS: dict[str, Callable[[Facts], Answer]] = {"opt_out": opt_out, "opt_in": opt_in, KEEP_UPDATES: keep_updates, WANT_OFFERS: want_offers}
