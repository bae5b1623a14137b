"""What was taught counts at once, beside the phrases of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.language.taught import Taught

if TYPE_CHECKING:
    from bot.language.intents import Intents
    from bot.language.understand import Matcher

ZORP = Taught("order_status", "en", "zorp blimfang gorp")


@pytest.fixture(scope="module")
def pupil(matcher: Matcher) -> Matcher:
    return matcher.with_taught([ZORP, Taught("invoice_request", "ar", "زقلم فرطن كشمل")])


@pytest.mark.parametrize(
    "text",
    ["zorp blimfang gorp", "ZORP, blimfang gorp!", "hi zorp blimfang gorp please", "zorp blimfng gorp", "zorp blimfang gorp #10482"],
)
def test_a_taught_phrase_is_understood_with_politeness_slips_and_numbers(matcher: Matcher, pupil: Matcher, text: str) -> None:
    assert matcher.understand("zorp blimfang gorp").intent != "order_status"
    assert pupil.understand(text).intent == "order_status"


def test_it_tells_its_language(pupil: Matcher) -> None:
    read = pupil.understand("زقلم فرطن كشمل")
    assert (read.intent, read.language) == ("invoice_request", "ar")


def test_the_files_count_first(matcher: Matcher) -> None:
    other = matcher.with_taught([Taught("thanks", "en", "where is my order")])
    assert other.understand("where is my order").intent == "order_status"


def test_phrases_of_the_files_are_read_as_before_whatever_is_taught(matcher: Matcher, intents: Intents) -> None:
    spoken = [text for intent in intents.by_name.values() for text in intent.phrases.get("en", ())[::40] if not any(map(str.isdigit, text))]
    other = matcher.with_taught([Taught("thanks", "en", text) for text in spoken])
    assert len(spoken) > 200
    assert [text for text in spoken if other.understand(text) != matcher.understand(text)] == []


def test_what_is_taught_takes_the_place_of_what_was_taught_before(pupil: Matcher) -> None:
    later = pupil.with_taught([Taught("thanks", "en", "quux frobnicate xyzzy")])
    assert later.understand("quux frobnicate xyzzy").intent == "thanks"
    assert later.understand("zorp blimfang gorp").intent != "order_status"
    assert pupil.understand("zorp blimfang gorp").intent == "order_status"


def test_an_intent_that_the_files_have_no_more_is_left_out(matcher: Matcher) -> None:
    other = matcher.with_taught([Taught("gone", "en", "zorp blimfang gorp")])
    assert other.understand("zorp blimfang gorp") == matcher.understand("zorp blimfang gorp")


def test_what_the_model_is_sure_of_is_not_taken_for_a_slip_of_something_taught(matcher: Matcher) -> None:
    asked = "where is my package number seven hundred now"
    near = matcher.with_taught([Taught("thanks", "en", "where is my package number seven hundreds now")])
    assert near.understand(asked).intent == matcher.understand(asked).intent == "order_status"


def test_a_phrase_without_words_is_none(matcher: Matcher) -> None:
    other = matcher.with_taught([Taught("thanks", "en", "#10482"), Taught("thanks", "en", "...")])
    assert [other.understand(text).intent for text in ("", "?", "#10482")] == [matcher.understand(text).intent for text in ("", "?", "#10482")]
