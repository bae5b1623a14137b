"""Lessons: what may be decided when."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.lesson import Effect, Lesson, NotTaught, Shift, apply_lesson, lesson_id, mark_of, refuse_lesson, undo_lesson

NOW = 1_760_000_000_000
PROPOSED = Lesson(lesson_id("any whiff"), "any whiff", "proposed", "noor", "s:1", NOW, "any whiff", "order_status", "en")
OTHER = replace(PROPOSED, id="l:other", phrase="zorp", state="applied")


def measured(lesson: Lesson, *applied: Lesson) -> Lesson:
    return replace(lesson, effect=Effect(mark_of(applied), 10, 8, 9, "none", lesson.intent))


def test_what_was_measured_against_what_counts_now_is_applied() -> None:
    after = apply_lesson(measured(PROPOSED, OTHER), [OTHER], "s:2", NOW + 1)
    assert isinstance(after, Lesson)
    assert (after.state, after.decided_by, after.decided_at) == ("applied", "s:2", NOW + 1)


@pytest.mark.parametrize("lesson", [PROPOSED, measured(PROPOSED), measured(PROPOSED, replace(OTHER, intent="thanks"))])
def test_what_nobody_has_measured_as_things_stand_is_not(lesson: Lesson) -> None:
    assert apply_lesson(lesson, [OTHER], "s:2", NOW) == NotTaught("unchecked")


def test_one_phrase_has_one_meaning() -> None:
    same = replace(OTHER, phrase="Any Whiff", intent="thanks")
    assert apply_lesson(measured(PROPOSED, same), [same], "s:2", NOW) == NotTaught("taught_otherwise")


@pytest.mark.parametrize("state", ["applied", "refused", "dismissed", "undone"])
def test_what_is_decided_is_not_decided_again(state: str) -> None:
    lesson = replace(measured(PROPOSED), state=state)  # type: ignore[arg-type]
    assert apply_lesson(lesson, [], "s:2", NOW) == NotTaught("decided")
    assert refuse_lesson(lesson, "s:2", NOW) == NotTaught("decided")


def test_what_is_applied_can_be_undone_and_nothing_else() -> None:
    after = undo_lesson(OTHER, "s:2", NOW)
    assert isinstance(after, Lesson)
    assert after.state == "undone"
    assert undo_lesson(PROPOSED, "s:2", NOW) == NotTaught("decided")


def test_a_refusal_names_who_decided() -> None:
    after = refuse_lesson(PROPOSED, "s:2", NOW)
    assert isinstance(after, Lesson)
    assert (after.state, after.decided_by) == ("refused", "s:2")


def test_the_mark_changes_with_what_is_applied_not_with_its_order() -> None:
    two = [OTHER, replace(OTHER, id="l:2")]
    assert mark_of(two) == mark_of(two[::-1]) != mark_of([OTHER])
    assert mark_of([OTHER]) != mark_of([replace(OTHER, phrase="zorp!")])


@pytest.mark.parametrize(
    ("wanted", "before", "after", "worth"),
    [
        ("thanks", "none", "thanks", "better"),
        ("thanks", "thanks", "none", "worse"),
        ("none", "none", "thanks", "worse"),
        ("thanks", "none", "greeting", "open"),
        ("", "none", "thanks", "open"),
    ],
)
def test_a_change_is_for_the_better_or_the_worse(wanted: str, before: str, after: str, worth: str) -> None:
    assert Shift("x", wanted, before, after).worth == worth


@given(st.sets(st.text(min_size=1, max_size=5)), st.text(max_size=5))
def test_the_mark_is_the_same_for_the_same_lessons_alone(phrases: set[str], extra: str) -> None:
    lessons = [replace(OTHER, id=lesson_id(phrase), phrase=phrase) for phrase in phrases]
    assert mark_of(lessons) == mark_of(sorted(lessons, key=lambda one: one.id))
    assert mark_of([*lessons, replace(OTHER, id="l:extra", phrase=extra)]) != mark_of(lessons)


@given(st.text(), st.text())
def test_words_have_one_id_and_others_another(one: str, other: str) -> None:
    assert (lesson_id(one) == lesson_id(other)) is (one == other)
