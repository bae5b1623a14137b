"""What a proposal has to be, and what is left out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.lesson import Lesson, NotTaught, lesson_id
from bot.flow.teaching.propose import dismissal, phrase_of, proposal

if TYPE_CHECKING:
    from bot.flow.converse import Mind


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("any whiff of  order #NH-1042, mate", "any whiff of order mate"),
        ("call me on +966 50 123 4567 pls", "call me on pls"),
        ("send it to sara.ali@shop.example please", "send it to please"),
        ("see https://shop.example/o/1 - what is it", "see - what is it"),
        ("وين الطلب ١٠٤٢ يا غالي", "وين الطلب يا غالي"),
        ("1042", ""),
        ("any whiff of ####", "any whiff of"),
        ("write to me@ or @", "write to or"),
    ],
)
def test_a_phrase_has_no_numbers_addresses_and_links(text: str, phrase: str) -> None:
    assert phrase_of(text) == phrase
    assert phrase_of(phrase) == phrase


@given(st.text(max_size=80))
def test_no_digit_and_no_address_is_ever_left_and_nothing_changes_the_second_time(text: str) -> None:
    phrase = phrase_of(text)
    assert not any(char.isdigit() or char in "@#" for char in phrase)
    assert phrase_of(phrase) == phrase


def test_a_proposal_keeps_what_was_said_masked_and_the_phrase_without_it(mind: Mind) -> None:
    lesson = proposal(mind.matcher, "any whiff of 1042 to me@shop.example", "any whiff of 1042", "order_status", "en")
    assert isinstance(lesson, Lesson)
    assert (lesson.said, lesson.phrase) == ("any whiff of #### to <email>", "any whiff of")
    assert (lesson.state, lesson.intent, lesson.tag) == ("proposed", "order_status", "en")


@pytest.mark.parametrize(
    ("phrase", "intent", "tag", "why"),
    [
        ("1042", "order_status", "en", "no_words"),
        ("!?", "order_status", "en", "no_words"),
        ("zorp", "gone", "en", "unknown_intent"),
        ("zorp", "", "en", "unknown_intent"),
        ("zorp", "order_status", "xx", "unknown_language"),
        ("zorp " * 50, "order_status", "en", "too_long"),
        ("Where is my order?", "order_status", "en", "known"),
    ],
)
def test_what_is_no_use_is_refused_with_its_reason(mind: Mind, phrase: str, intent: str, tag: str, why: str) -> None:
    assert proposal(mind.matcher, "zorp", phrase, intent, tag) == NotTaught(why)  # type: ignore[arg-type]


def test_the_same_words_have_one_lesson_whatever_becomes_of_them(mind: Mind) -> None:
    proposed = proposal(mind.matcher, "Any whiff?", "any whiff", "order_status", "en")
    assert isinstance(proposed, Lesson)
    assert proposed.id == dismissal("any  WHIFF 17").id == lesson_id("any whiff")
    assert dismissal("any whiff").state == "dismissed"
