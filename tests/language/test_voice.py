from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.answer import Day, Moment, Ref, Say, Value
from bot.domain.clock import parse_instant
from bot.domain.money import Money
from bot.language.catalogue import Catalogues
from bot.language.trim import FSI, PDI, width
from bot.language.voice import Voice, plain
from tests.language.conftest import STORE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str], Path]

ENTRIES = """
msgid "when.moment"
msgstr "{day} at {time}"

msgid "a.value"
msgstr "<{value}>"

msgid "a.only_english"
msgstr "English {value}"

msgid "a.count"
msgid_plural "a.count"
msgstr[0] "one parcel"
msgstr[1] "{count} parcels"
"""
SHOWN: list[tuple[Value, str]] = [
    ("text", "<text>"),
    (7, "<7>"),
    (Ref("#1001"), "<#1001>"),
    (Day("2026-11-26"), "<Thursday 26 November>"),
    (Money(500, "USD"), "<$5.00>"),
    (Moment(parse_instant("2026-11-26T09:05:00+03:00")), "<Thursday 26 November at 9:05\u202fAM>"),
    (Say("a.value", {"value": Say("a.value", {"value": "in"})}), "<<<in>>>"),
]


@pytest.fixture
def voice(write_catalogue: Write) -> Voice:
    write_catalogue("ar", 'msgid "a.value"\nmsgstr "«{value}»"\n')
    return Voice(Catalogues.load(write_catalogue("en", ENTRIES)), "en", STORE)


@pytest.fixture
def arabic(write_catalogue: Write) -> Voice:
    write_catalogue("en", ENTRIES)
    return Voice(Catalogues.load(write_catalogue("ar", 'msgid "a.value"\nmsgstr "«{value}»"\n')), "ar-SA", STORE)


@pytest.mark.parametrize(("value", "shown"), SHOWN)
def test_values_are_shown_in_the_language(voice: Voice, value: Value, shown: str) -> None:
    assert voice.text(Say("a.value", {"value": value})) == shown


def test_a_count_chooses_the_form_and_is_a_value(voice: Voice) -> None:
    assert [voice.text(Say("a.count", count=count)) for count in (1, 2)] == ["one parcel", "2 parcels"]


def test_names_are_isolated_in_arabic(arabic: Voice) -> None:
    assert arabic.text(Say("a.value", {"value": Ref("#1001")})) == f"«{FSI}#1001{PDI}»"


def test_for_pages_of_the_shop_words_of_others_are_isolated_in_every_language(write_catalogue: Write) -> None:
    voice = Voice(Catalogues.load(write_catalogue("en", ENTRIES)), "en", STORE, isolated=True)
    assert voice.text(Say("a.value", {"value": Ref("أين طلبي؟")})) == f"<{FSI}أين طلبي؟{PDI}>"
    assert voice.text(Say("a.value", {"value": 7})) == "<7>"


def test_a_message_that_is_missing_comes_from_the_fallback_with_its_values(arabic: Voice) -> None:
    assert arabic.text(Say("a.only_english", {"value": Ref("#1")})) == "English #1"


def test_a_message_that_nobody_knows_is_its_id(voice: Voice) -> None:
    assert voice.text(Say("no.such")) == "no.such"


def test_a_value_that_is_missing_is_left_out(voice: Voice) -> None:
    assert voice.text(Say("a.value")) == "<>"


def test_messages_inside_messages_end_somewhere(voice: Voice) -> None:
    values: dict[str, Value] = {}
    endless = Say("a.value", values)
    values["value"] = endless
    assert voice.text(endless).startswith("<<<<")


def test_a_value_can_stand_alone(voice: Voice) -> None:
    assert voice.value(Ref("#1")) == "#1"
    assert voice.value(Say("a.value", {"value": 1})) == "<1>"


def test_labels_are_plain_and_short(arabic: Voice) -> None:
    label = arabic.label(Say("a.value", {"value": Ref("x" * 40)}), 20)
    assert FSI not in label
    assert width(label) <= 20


def test_a_name_can_be_a_label(voice: Voice) -> None:
    assert voice.label(Ref("\u202e#1001\n "), 24) == "#1001"


@given(st.text(max_size=200))
def test_plain_text_has_no_controls_and_single_spaces(text: str) -> None:
    result = plain(text)
    assert result == plain(result)
    assert not {"\n", "\t", "\u00a0", "\u200f", FSI, PDI} & set(result)
