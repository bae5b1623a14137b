from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Terminal


@pytest.mark.parametrize(("text", "language"), [("where is my order", "en"), ("وين طلبي", "ar")])
def test_it_shows_what_a_message_is_taken_for(text: str, language: str, terminal: Terminal) -> None:
    assert terminal.wasla("match", text) == 0
    assert "intent    order_status" in terminal.out
    assert f"language  {language}" in terminal.out


def test_words_need_no_quotes_and_order_numbers_are_named(terminal: Terminal) -> None:
    terminal.wasla("match", "where", "is", "order", "1042")
    assert "orders    1042" in terminal.out


def test_what_is_not_understood_is_said_so(terminal: Terminal) -> None:
    assert terminal.wasla("match", "[bold]xqzt vrml") == 0
    assert "intent    none" in terminal.out


def test_json_is_for_other_programs(terminal: Terminal) -> None:
    terminal.wasla("match", "--json", "send invoice")
    said = json.loads(terminal.out)
    assert said["intent"] == "invoice_request"
    assert said["ranked"][0]["confidence"] > 0.9


def test_further_requests_and_other_values_are_named(terminal: Terminal) -> None:
    terminal.wasla("match", "where is my order and send me the invoice", "call +966501234567", "--today", "2026-11-26")
    assert "also      order_status" in terminal.out
    assert "phones    +966501234567" in terminal.out


def test_days_are_counted_from_the_day_given(terminal: Terminal) -> None:
    terminal.wasla("match", "i ordered yesterday", "--today", "2026-11-26")
    assert "dates     2026-11-25" in terminal.out


def test_a_language_that_is_asked_for_is_named(terminal: Terminal) -> None:
    terminal.wasla("match", "in english please", "--preferred", "ar")
    assert "asks for  en" in terminal.out


def test_the_bounds_are_named(terminal: Terminal) -> None:
    terminal.wasla("match", "where is my order")
    assert "acted upon from" in terminal.out
    assert "choice" in terminal.out
