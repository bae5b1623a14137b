"""Lines on the desk: who is on it, what they say, and which goes first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import DAY, HOUR, MINUTE
from bot.domain.conversation import Closed, Conversation, Flag
from bot.domain.desk import LONGEST_PREVIEW, TARGETS, DeskEntry, due_at, entry_of, on_desk, shortened, urgency

NOW = 1_760_000_000_000
CHAT = Conversation("c:n1:cu", "noor", "cu", "n1", language="ar", last_inbound_at=NOW, version=3)
FLAGGED = replace(CHAT, flag=Flag("asked_for_person", NOW, "help"), waiting_since=NOW)
TAKEN = replace(CHAT, owner="staff", assignee="s:1", taken_at=NOW + 1, staff_said_at=NOW + 2)
CLOSED = replace(CHAT, closed=Closed(NOW + 5, "solved", "s:1"))


def entry(chat: Conversation) -> DeskEntry:
    found = entry_of(chat, "Sara")
    assert found is not None
    return found


def test_a_conversation_that_needs_nobody_has_no_line() -> None:
    assert not on_desk(CHAT)
    assert entry_of(CHAT, "Sara") is None


@pytest.mark.parametrize("chat", [FLAGGED, TAKEN, replace(CHAT, reopened_at=NOW)])
def test_who_needs_a_person_has_an_open_line(chat: Conversation) -> None:
    assert (entry(chat).state, entry(chat).name, entry(chat).version) == ("open", "Sara", 3)


def test_a_closed_line_says_when_by_whom_and_why() -> None:
    line = entry(CLOSED)
    assert (line.state, line.closed_at, line.closed_by, line.close_reason) == ("closed", NOW + 5, "s:1", "solved")
    assert (line.escalate_from, line.quiet_from) == (None, None)


def test_what_is_flagged_after_it_was_closed_is_open() -> None:
    line = entry(replace(CLOSED, flag=Flag("complaint", NOW + 9)))
    assert (line.state, line.closed_at, line.changed_at) == ("open", None, NOW + 9)


def test_it_is_due_by_its_reason() -> None:
    assert due_at(FLAGGED) == NOW + 5 * MINUTE
    assert due_at(replace(FLAGGED, flag=Flag("request", NOW))) == NOW + 30 * MINUTE
    assert due_at(replace(FLAGGED, waiting_since=None)) == NOW + 5 * MINUTE


def test_it_is_due_an_hour_before_the_window_closes() -> None:
    assert due_at(replace(FLAGGED, last_inbound_at=NOW - DAY + 61 * MINUTE)) == NOW + MINUTE


def test_what_a_person_has_answered_is_not_pressing() -> None:
    assert due_at(TAKEN) == NOW + 2 + 8 * HOUR
    assert due_at(replace(TAKEN, waiting_since=NOW + 3)) == NOW + 3 + 10 * MINUTE


def test_the_longest_overdue_goes_first_and_closed_windows_last() -> None:
    late = replace(entry(FLAGGED), id="late", due_at=NOW - DAY, closes_at=NOW - 1)
    soon, later = replace(entry(FLAGGED), id="soon", due_at=NOW - 9), replace(entry(FLAGGED), id="later", due_at=NOW + 9)
    assert sorted([late, later, soon], key=lambda one: urgency(one, NOW)) == [soon, later, late]


def test_only_what_a_person_should_see_to_is_escalated_and_once() -> None:
    assert entry(FLAGGED).escalate_from == NOW
    assert entry(replace(FLAGGED, escalated_at=NOW)).escalate_from is None
    assert entry(replace(CHAT, reopened_at=NOW)).escalate_from is None


def test_a_flag_that_nobody_has_seen_to_is_not_handed_back_by_silence() -> None:
    assert entry(FLAGGED).quiet_from is None
    assert (entry(TAKEN).quiet_from, entry(replace(CHAT, reopened_at=NOW)).quiet_from) == (NOW + 2, NOW)


def test_every_reason_has_a_target() -> None:
    assert all(due_at(replace(FLAGGED, flag=Flag(reason, NOW))) == NOW + target for reason, target in TARGETS.items() if reason)


@given(st.text())
def test_a_preview_is_one_short_line(text: str) -> None:
    assert len(shortened(text)) <= LONGEST_PREVIEW
    assert "\n" not in shortened(text)
