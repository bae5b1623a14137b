"""Messages to measure with: written ones, and slips made from the phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.errors import DataFileError
from bot.language.data import data_folder
from bot.language.evaluate import Row
from bot.language.examples import EXAMPLES, alike, read_examples, slips
from bot.language.intents import Intent, Intents

if TYPE_CHECKING:
    from pathlib import Path

SPOKEN = {"order_status": ("show me my order", "track it"), "refund_request": ("where is my refund",), "out_of_scope": ("tell me a joke now",)}
SMALL = Intents({name: Intent(name, name, None, waits=False, phrases={"en": texts}) for name, texts in SPOKEN.items()})


def test_labelled_messages_come_with_the_intents() -> None:
    rows = read_examples(data_folder("intents"))
    assert len(rows) > 100
    assert all(row.intent and row.language for row in rows)


def test_a_folder_without_them_has_none(tmp_path: Path) -> None:
    assert read_examples(tmp_path) == []


def test_empty_lines_are_no_messages(tmp_path: Path) -> None:
    (tmp_path / EXAMPLES).write_text("hello\tgreeting\ten\n\n  \n", encoding="utf-8")
    assert read_examples(tmp_path) == [Row("hello", "greeting", "en")]


def test_a_file_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / EXAMPLES).write_bytes(b"\xff\xfe")
    with pytest.raises(DataFileError, match=EXAMPLES):
        read_examples(tmp_path)


def test_a_slip_leaves_a_letter_out_and_keeps_the_meaning() -> None:
    found = {row.text: row.intent for row in slips(SMALL, "show me my order")}
    assert found == {"show me my orer": "order_status", "where is my refnd": "refund_request", "tel me a joke now": "none"}


def test_slips_are_the_same_every_time_and_none_of_short_phrases(intents: Intents) -> None:
    rows = slips(intents, "where is it")
    assert rows == slips(intents, "where is it")
    assert len(rows) == len(set(rows)) > 3_000
    assert min(len(row.text) for row in rows) >= 11


def test_phrases_of_other_intents_that_hardly_differ_are_named() -> None:
    assert alike(SMALL, "where is my refunds", "order_status") == [("where is my refund", "refund_request")]
    assert alike(SMALL, "where is my refunds", "refund_request") == []
    assert alike(SMALL, "something else", "order_status") == []
