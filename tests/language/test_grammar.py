"""What the values in French and German sentences ask of the words around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.language.catalogue import Catalogues

NO_BREAK = "\u00a0"
DATIVE = ("bei", "mit", "von", "laut")


def texts(catalogues: Catalogues, language: str) -> Iterator[str]:
    """Gives every form of every message, with its values in braces."""
    for message in catalogues.best(language, "en").messages.values():
        for form in message.forms:
            yield "".join(f"{piece.text}{{{piece.name}}}" if piece.name else piece.text for piece in form)


def test_french_signs_stay_with_their_word(catalogues: Catalogues) -> None:
    loose = [text for text in texts(catalogues, "fr") if re.search(rf"[^{NO_BREAK}][!?;:»]|«[^{NO_BREAK}]", text)]
    assert loose == []


def test_french_names_are_never_elided(catalogues: Catalogues) -> None:
    assert [text for text in texts(catalogues, "fr") if re.search(r"\b(de|à|que) \{(store|carrier|matter)\}", text)] == []


def test_german_carriers_stand_in_the_dative(catalogues: Catalogues) -> None:
    before = {match[1] for text in texts(catalogues, "de") for match in re.finditer(r"(\w+) \{carrier\}", text)}
    assert before == set(DATIVE)


@pytest.mark.parametrize(("language", "familiar"), [("fr", r"\b(tu|toi|ton|ta|tes)\b"), ("de", r"\b(du|dich|dir|dein\w*)\b")])
def test_customers_are_addressed_politely(catalogues: Catalogues, language: str, familiar: str) -> None:
    assert [text for text in texts(catalogues, language) if re.search(familiar, text, re.IGNORECASE)] == []
