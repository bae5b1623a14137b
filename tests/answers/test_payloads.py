from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.payloads import MAX_PAYLOAD, AskPayload, LanguagePayload, OrderPayload, ask, choose, parse_payload
from bot.errors import OverLimit

INTENTS = st.from_regex(r"[a-z_]{1,30}", fullmatch=True)


def test_a_button_asks() -> None:
    assert ask("order_status") == "ask:order_status"
    assert parse_payload("ask:order_status") == AskPayload("order_status")


def test_a_row_chooses_an_order() -> None:
    assert choose("noura:1", "order_status") == "order:noura:1|order_status"
    assert parse_payload("order:noura:1|order_status") == OrderPayload("noura:1", "order_status")


@pytest.mark.parametrize("payload", ["", "ask:", "order:", "order:|", "order:x|", "order:|x", "order:x", "hello", "Track my order", "|", "ORDER:x|y"])
def test_what_is_not_ours_is_none(payload: str) -> None:
    assert parse_payload(payload) is None


def test_a_row_that_would_be_too_long_is_refused() -> None:
    with pytest.raises(OverLimit, match=r"may have 200 characters, this one has 2"):
        choose("x" * MAX_PAYLOAD, "order_status")


@given(INTENTS)
def test_questions_come_back_as_they_went(intent: str) -> None:
    assert parse_payload(ask(intent)) == AskPayload(intent)


@given(st.text(min_size=1, max_size=100), INTENTS)
def test_choices_come_back_as_they_went(order_id: str, intent: str) -> None:
    assert parse_payload(choose(order_id, intent)) == OrderPayload(order_id, intent)


@given(st.text(max_size=300))
def test_no_payload_breaks_it(payload: str) -> None:
    parsed = parse_payload(payload)
    assert parsed is None or isinstance(parsed, LanguagePayload) or parsed.intent
