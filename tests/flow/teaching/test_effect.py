"""What a lesson would change: the same messages read without it and with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.lesson import Effect, Lesson, Shift
from bot.flow.teaching.effect import Comparison, rows_for, taught_of
from bot.language.evaluate import Row
from bot.language.examples import SLIPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.flow.converse import Mind

LESSON = Lesson("l:1", "zorp blimfang ####", "proposed", "noor", "s:1", 0, "zorp blimfang gorp", "order_status", "en")
KNOWN = Lesson("l:2", "x", "applied", "noor", "s:1", 0, "quux frobnicate xyzzy", "thanks", "en")


def compare(mind: Mind, rows: Sequence[Row], lesson: Lesson = LESSON) -> Effect:
    found = Comparison(mind.matcher, mind.matcher.with_taught(taught_of([lesson])))
    found.read(rows)
    return found.effect(lesson, "mark")


def test_right_ones_are_counted_without_it_and_with_it(mind: Mind) -> None:
    rows = [Row("where is my order", "order_status", "en"), Row("zorp blimfang gorp", "order_status"), Row("zorp blimfang gorpp", "none")]
    effect = compare(mind, rows)
    assert (effect.messages, effect.right_before, effect.right_after, effect.against) == (3, 2, 2, "mark")
    assert [one.worth for one in effect.shifts] == ["worse", "better"]
    assert effect.shifted == 2


def test_how_the_phrase_itself_is_read_is_told(mind: Mind) -> None:
    effect = compare(mind, [])
    assert (effect.before, effect.sure_before) == ("none", 0)
    assert (effect.after, effect.sure_after) == ("order_status", 100)


def test_what_nobody_has_labelled_is_told_apart(mind: Mind) -> None:
    effect = compare(mind, [Row("hi zorp blimfang gorp"), Row("where is my order")])
    assert (effect.messages, effect.shifts) == (0, ())
    assert [(one.text, one.after) for one in effect.unclear] == [("hi zorp blimfang gorp", "order_status")]


def test_a_lesson_without_consequences_shows_none(mind: Mind) -> None:
    effect = compare(mind, [Row("where is my order", "order_status"), Row("thanks a lot", "thanks")])
    assert (effect.shifts, effect.unclear, effect.alike) == ((), (), ())
    assert effect.right_before == effect.right_after == 2


def test_phrases_that_it_may_be_confused_with_are_named(mind: Mind) -> None:
    lesson = Lesson("l:3", "x", "proposed", "noor", "s:1", 0, "i want a refundd", "order_status", "en")
    assert "refund_request" in {one.intent for one in compare(mind, [], lesson).alike}


def test_it_is_measured_on_labelled_messages_slips_what_was_taught_and_what_was_unclear(mind: Mind) -> None:
    rows = rows_for(mind.matcher, LESSON, [Row("a", "thanks", "en", "own")], [KNOWN], ["b", "b", LESSON.said])
    by_source = {source: [row for row in rows if row.source == source] for source in ("own", "taught", SLIPS, "")}
    assert [row.text for row in by_source["own"] + by_source["taught"] + by_source[""]] == ["a", "quux frobnicate xyzzy", "b"]
    assert by_source["taught"][0].intent == "thanks"
    assert len(by_source[SLIPS]) > 3_000


def test_only_the_first_changes_are_kept_the_worst_among_them(mind: Mind) -> None:
    rows = [Row("zorp blimfang gorp", "order_status")] * 40 + [Row("zorp blimfang gorp", "none")]
    effect = compare(mind, rows)
    assert (effect.shifted, len(effect.shifts), effect.shifts[0]) == (41, 30, Shift("zorp blimfang gorp", "none", "none", "order_status"))
