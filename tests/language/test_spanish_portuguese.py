"""The Spanish and Portuguese texts: what they ask customers to write is understood, and what is put into them fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.domain.answer import Ref, Say
from bot.domain.clock import parse_instant
from bot.language.consent_words import stop_or_start
from bot.language.voice import Voice
from bot.language.when import when
from tests.language.conftest import STORE

if TYPE_CHECKING:
    from bot.language.catalogue import Catalogues
    from bot.language.understand import Matcher

NOW = parse_instant("2026-11-24T12:00:00+03:00")
ASKED_FOR = {"talk_to_human", "order_status", "invoice_request", "change_language"}
# What would melt into one word with the article that a carrier or a matter begins with ("de el", "por a").
MELTING = {"es": r"\b(?:de|a) \{matter\}", "pt": r"\b(?:de|em|por|a) \{(?:matter|carrier)\}"}
DAYS = [
    ("es", "2026-11-25", "Debería llegarte mañana."),
    ("es", "2026-11-26", "Debería llegarte el jueves 26 de noviembre."),
    ("pt", "2026-11-24", "Deve chegar hoje."),
    ("pt", "2026-11-28", "Deve chegar sábado, 28 de novembro."),
]
COUNTS = [
    ("es", 1, "Tu pedido #1 llega en un paquete:"),
    ("es", 2, "Tu pedido #1 llega en 2 paquetes:"),
    ("es", 1_000_000, "Tu pedido #1 llega en 1000000 de paquetes:"),
    ("pt", 1, "Seu pedido #1 chega em um pacote:"),
    ("pt", 2, "Seu pedido #1 chega em 2 pacotes:"),
]


def texts(catalogues: Catalogues, language: str) -> dict[str, str]:
    """Return the forms of every message on lines of their own, values in braces."""
    messages = catalogues.best(language, "en").messages
    shown = {
        name: ["".join(f"{piece.text}{{{piece.name}}}" if piece.name else piece.text for piece in form) for form in one.forms]
        for name, one in messages.items()
    }
    return {name: "\n".join(forms) for name, forms in shown.items()}


@pytest.mark.parametrize("language", ["es", "pt"])
def test_what_customers_are_asked_to_write_is_understood(catalogues: Catalogues, matcher: Matcher, language: str) -> None:
    quoted = {phrase for text in texts(catalogues, language).values() for phrase in re.findall("“([^”{]+)”", text)}
    understood = {phrase: matcher.understand(phrase, preferred=language).intent for phrase in quoted}
    assert set(understood.values()) == ASKED_FOR, understood


@pytest.mark.parametrize(("language", "stop", "start"), [("es", "BAJA", "ALTA"), ("pt", "SAIR", "COMEÇAR")])
def test_the_words_that_end_and_begin_messages_do_so(catalogues: Catalogues, language: str, stop: str, start: str) -> None:
    said = texts(catalogues, language)
    assert stop in said["opt_in.offers"]
    assert start in said["opt_out.still_here"]
    assert (stop_or_start(stop), stop_or_start(start)) == ("stop", "start")


@pytest.mark.parametrize("language", MELTING)
def test_no_preposition_stands_before_an_article_that_it_melts_with(catalogues: Catalogues, language: str) -> None:
    wrong = [name for name, text in texts(catalogues, language).items() if re.search(MELTING[language], text, re.IGNORECASE)]
    assert wrong == []


@pytest.mark.parametrize(("language", "day", "expected"), DAYS)
def test_days_fit_into_their_sentence(catalogues: Catalogues, language: str, day: str, expected: str) -> None:
    assert Voice(catalogues, language, STORE).text(Say("parcel.expected", {"when": when(day, NOW, STORE)})) == expected


@pytest.mark.parametrize(("language", "count", "expected"), COUNTS)
def test_counts_choose_their_form(catalogues: Catalogues, language: str, count: int, expected: str) -> None:
    assert Voice(catalogues, language, STORE).text(Say("order_status.parcels", {"order": Ref("#1")}, count=count)) == expected
