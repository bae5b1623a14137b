from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.compiled import pack, unpack
from bot.language.data import data_folder
from bot.language.ideas import NO_IDEAS
from bot.language.index import read_phrases
from bot.language.intents import Intent, Intents, load_intents

FOLDER = Path("folder")
GIFT = Intent(
    "gift", None, None, waits=False, verified=True, phrases={"en": ("wrap gifts",), "ar": ("\u062a\u063a\u0644\u064a\u0641",)},
    wording={"en": "{store} wraps"}, rejects={"en": ("wrap a turkey",)},
)  # fmt: skip
BYE = Intent("goodbye", "goodbye", None, waits=True, phrases={"en": ("bye", "see you")})


def again(intents: Intents) -> Intents:
    return unpack(pack(intents, read_phrases(intents)), NO_IDEAS, FOLDER)[0]


def test_intents_come_back_as_they_were() -> None:
    intents = Intents({"gift": GIFT, "goodbye": BYE}, NO_IDEAS, FOLDER)
    assert again(intents) == intents


def test_phrases_come_back_as_they_were() -> None:
    intents = Intents({"gift": GIFT, "goodbye": BYE})
    phrases = read_phrases(intents)
    assert unpack(pack(intents, phrases), NO_IDEAS, FOLDER)[1] == phrases


def test_no_intents_come_back_too() -> None:
    assert again(Intents({})).by_name == {}


def test_what_was_not_packed_is_refused() -> None:
    with pytest.raises(ValueError, match="Expecting"):
        unpack(b"no json", NO_IDEAS, FOLDER)


@given(st.lists(st.text(alphabet="ab\u0627\ud800", min_size=1, max_size=5), max_size=6))
def test_any_phrases_come_back(texts: list[str]) -> None:
    intents = Intents({"gift": replace(GIFT, phrases={"en": tuple(texts)})})
    assert unpack(pack(intents, read_phrases(intents)), NO_IDEAS, FOLDER)[1] == read_phrases(intents)


def test_the_shipped_intents_come_back_but_for_doubles() -> None:
    intents = load_intents(data_folder("intents"))
    packed = again(intents)
    assert packed.by_name.keys() == intents.by_name.keys()
    assert packed.languages == intents.languages
