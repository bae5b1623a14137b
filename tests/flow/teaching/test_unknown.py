"""What was not understood, the same words together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.db.misunderstood import Misunderstood
from bot.flow.teaching.unknown import unknown
from bot.language.normalise import normalise


def said(text: str, at: int = 0, store: str = "noor", language: str = "en") -> Misunderstood:
    return Misunderstood(f"wa:{store}:{at}:{text}", store, at, text, language)


def test_the_same_words_come_together_however_they_were_typed() -> None:
    (found,) = unknown([said("Any WHIFF of ####?", 1), said("any whiff, of #####", 3, "dar"), said("any whiff of", 2)])
    assert (found.count, found.text, found.stores, found.newest.at) == (3, "any whiff, of #####", ("dar", "noor"), 3)


def test_what_was_said_most_often_comes_first_then_the_newest() -> None:
    found = unknown([said("one", 1), said("two", 2), said("three", 3), said("one", 4)])
    assert [one.text for one in found] == ["one", "three", "two"]


def test_what_is_settled_and_what_has_no_words_is_left_out() -> None:
    assert [one.key for one in unknown([said("One!"), said("two"), said("####")], {"one"})] == ["two"]


def test_the_language_is_that_of_most() -> None:
    found = unknown([said("ok", 1, language="und"), said("ok", 2, language="ar"), said("ok", 3, language="ar"), said("ok", 4)])
    assert found[0].language == "ar"


MESSAGES = st.lists(st.builds(said, st.text(max_size=12), st.integers(0, 9), st.sampled_from(["noor", "dar"]), st.sampled_from(["en", "ar", "und"])))


@given(MESSAGES)
def test_no_message_with_words_is_lost_and_none_counts_twice(messages: list[Misunderstood]) -> None:
    found = unknown(messages)
    assert sum(one.count for one in found) == sum(bool(normalise(message.text)) for message in messages)
    assert len({one.key for one in found}) == len(found)


@given(MESSAGES)
def test_the_order_of_the_messages_does_not_matter(messages: list[Misunderstood]) -> None:
    there, back = unknown(messages), unknown(messages[::-1])
    assert [(one.key, one.count, one.stores) for one in there] == [(one.key, one.count, one.stores) for one in back]
    assert [one.count for one in there] == sorted((one.count for one in there), reverse=True)


@given(MESSAGES, st.sets(st.text(max_size=3)))
def test_what_is_settled_never_comes_back(messages: list[Misunderstood], settled: set[str]) -> None:
    keys = {one.key for one in unknown(messages, settled)}
    assert keys == {one.key for one in unknown(messages)} - settled
