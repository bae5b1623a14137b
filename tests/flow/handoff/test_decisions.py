"""What each deed makes of a conversation, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import DAY, HOUR
from bot.domain.consent import Consent
from bot.domain.content import DocumentOut, ImageOut, TemplateOut, TextOut
from bot.domain.conversation import Closed, Question
from bot.domain.desk import entry_of, on_desk
from bot.domain.staff import StaffMember
from bot.flow.handoff.acts import Act
from bot.flow.handoff.assign import assign
from bot.flow.handoff.by_the_clock import escalate, hand_back_by_silence
from bot.flow.handoff.close import close
from bot.flow.handoff.hand_back import hand_back
from bot.flow.handoff.label import LONGEST_LABEL, MOST_LABELS, label
from bot.flow.handoff.note import LONGEST_NOTE, mentioned, note
from bot.flow.handoff.reply import Words, attachment, reply
from bot.flow.handoff.take_over import take_over
from tests.flow.conftest import NOW, SARA
from tests.flow.handoff.stage import CHAT, FLAGGED, LINA, LINAS, OMAR, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.conversation import Conversation
    from bot.flow.handoff.acts import Refused

PNG = b"\x89PNG\r\n\x1a\n"
HELLO = Words("w1", TextOut("Hello, Lina here"))
CLOSED = replace(CHAT, assignee=LINA.id, closed=Closed(NOW - 5, "solved", LINA.id))


def act(made: object) -> Act:
    assert isinstance(made, Act)
    return made


def after(made: object) -> Conversation:
    return act(made).chat


def test_who_takes_over_has_it_and_the_bot_waits_for_nothing() -> None:
    asked = replace(FLAGGED, question=Question("order_status", (), NOW, NOW + 1))
    taken = act(take_over(asked, LINA, NOW))
    assert (taken.chat.owner, taken.chat.assignee, taken.chat.question, taken.chat.version) == ("staff", LINA.id, None, 2)
    assert [(line.text, line.direction, line.by) for line in taken.lines] == [("taken_over", "desk", LINA)]
    assert [event.type for event in taken.news] == ["conversation.taken_over"]


def test_what_another_has_or_is_meant_for_is_refused_with_his_name() -> None:
    assert refused(take_over(LINAS, OMAR, NOW)) == ("taken", LINA.id)
    assert refused(take_over(replace(FLAGGED, assignee=LINA.id), OMAR, NOW)) == ("taken", LINA.id)


def test_taking_ones_own_changes_nothing() -> None:
    assert after(take_over(LINAS, LINA, NOW)) == LINAS


def test_what_is_closed_or_was_answered_elsewhere_is_anybodys() -> None:
    assert after(take_over(CLOSED, OMAR, NOW)).closed is None
    assert after(take_over(replace(FLAGGED, owner="staff"), OMAR, NOW)).assignee == OMAR.id


def test_a_reply_is_queued_in_the_persons_name_and_nobody_waits_any_more() -> None:
    made = act(reply(LINAS, LINA, SARA, HELLO, NOW))
    (item,) = made.outbox
    assert (item.id, item.kind, item.by, item.content) == ("staff:c:n1:cu:sara:w1", "staff", LINA, HELLO.content)
    assert (made.chat.waiting_since, made.chat.staff_said_at, made.chat.preview) == (None, NOW, "Hello, Lina here")


def test_only_who_has_it_writes() -> None:
    assert refused(reply(FLAGGED, LINA, SARA, HELLO, NOW)) == ("not_taken", None)
    assert refused(reply(LINAS, OMAR, SARA, HELLO, NOW)) == ("taken", LINA.id)


def test_who_writes_where_nobody_in_particular_has_it_has_it() -> None:
    made = act(reply(replace(LINAS, assignee=None), OMAR, SARA, HELLO, NOW))
    assert (made.chat.assignee, [line.text for line in made.lines]) == (OMAR.id, ["taken_over"])


def test_outside_the_window_a_template_is_sent_and_nothing_else() -> None:
    old = replace(LINAS, last_inbound_at=NOW - DAY)
    assert refused(reply(old, LINA, SARA, HELLO, NOW)) == ("window_closed", None)
    assert act(reply(old, LINA, SARA, Words("w", TemplateOut("follow_up", "en")), NOW)).outbox


def test_who_wants_no_messages_gets_no_template() -> None:
    chat = replace(LINAS, consents=(Consent("utility", given=False, at=1, source="chat"),))
    assert refused(reply(chat, LINA, SARA, Words("w", TemplateOut("follow_up", "en")), NOW))[0] == "no_consent"


@pytest.mark.parametrize(("content", "why"), [(TextOut(" "), "empty"), (TextOut("x" * 4_097), "too_long"), (ImageOut("d", "x" * 1_025), "too_long")])
def test_what_whatsapp_refuses_is_refused_here(content: TextOut | ImageOut, why: str) -> None:
    assert refused(reply(LINAS, LINA, SARA, Words("w", content), NOW))[0] == why


def test_who_cant_be_reached_is_not_written_to() -> None:
    assert refused(reply(LINAS, LINA, replace(SARA, e164=None), HELLO, NOW))[0] == "no_address"


def test_a_picture_goes_as_one_and_what_is_none_as_a_document() -> None:
    assert attachment("d", "a.png", "image/png", PNG, "look") == ImageOut("d", "look")
    assert attachment("d", "a.pdf", "application/pdf", b"%PDF-1.7", "") == DocumentOut("d", "a.pdf")
    assert attachment("d", "a.txt", "text/plain", b"x", None) == DocumentOut("d", "a.txt")


@pytest.mark.parametrize(
    ("kind", "data", "why"),
    [
        ("image/png", b"", "empty"),
        ("image/png", PNG.ljust(5 * 1024 * 1024 + 1), "wrong_file"),
        ("image/png", b"GIF89a", "wrong_file"),
        ("application/pdf", b"MZ", "wrong_file"),
        ("application/x-msdownload", b"MZ", "wrong_file"),
        ("video/mp4", b"x", "wrong_file"),
    ],
)
def test_what_whatsapp_would_not_show_is_refused(kind: str, data: bytes, why: str) -> None:
    assert refused(attachment("d", "a", kind, data, None))[0] == why


@pytest.mark.parametrize("content", [TextOut("Hello {customer}"), ImageOut("d", "for {order}"), TemplateOut("t", "en", (("x", "{staff}"),))])
def test_a_gap_is_not_sent(content: TextOut | ImageOut | TemplateOut) -> None:
    assert refused(reply(LINAS, LINA, SARA, Words("w", content), NOW))[0] == "gap"
    assert act(reply(LINAS, LINA, SARA, Words("w", TextOut("{smile}")), NOW)).outbox


def test_a_note_names_who_wrote_it_and_who_should_read_it() -> None:
    (line,) = act(note(CHAT, LINA, "n1", " Ask the carrier ", (OMAR.id,), NOW)).lines
    assert (line.content, line.direction, line.text, line.by, line.mentions) == ("note", "desk", "Ask the carrier", LINA, (OMAR.id,))
    assert refused(note(CHAT, LINA, "n", " ", (), NOW))[0] == "empty"
    assert refused(note(CHAT, LINA, "n", "x" * (LONGEST_NOTE + 1), (), NOW))[0] == "too_long"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Lina look", ["s:lina"]),
        ("look, @lina!", ["s:lina"]),
        ("@Lina Haddad and @lina haddad", ["s:haddad"]),
        ("@عمر انظر", ["s:omar"]),
        ("lina@lina.example @linas Lina", []),
    ],
)
def test_people_are_named_with_an_at(text: str, named: list[str]) -> None:
    people = [StaffMember(f"s:{key}", f"{key}@x", name, "agent", 0) for key, name in (("lina", "Lina"), ("haddad", "Lina Haddad"), ("omar", "عمر"))]
    assert list(mentioned(text, people)) == named
    assert mentioned(text, []) == ()


def test_labels_are_tidy_and_each_there_once() -> None:
    labelled = after(label(CHAT, LINA, ["  VIP ", "vip", "late  parcel"], [], NOW))
    assert labelled.labels == ("late parcel", "vip")
    assert after(label(labelled, LINA, ["x"], ["VIP"], NOW)).labels == ("late parcel", "x")
    assert after(label(labelled, LINA, ["vip"], ["y"], NOW)) == labelled


def test_labels_have_bounds() -> None:
    assert refused(label(CHAT, LINA, ["x" * (LONGEST_LABEL + 1)], [], NOW))[0] == "too_long"
    assert refused(label(CHAT, LINA, [str(n) for n in range(MOST_LABELS + 1)], [], NOW))[0] == "too_many"


def test_what_is_assigned_is_meant_for_a_person_and_a_team() -> None:
    made = act(assign(FLAGGED, LINA, OMAR, "returns", NOW))
    assert (made.chat.assignee, made.chat.team, made.chat.owner) == (OMAR.id, "returns", "bot")
    assert made.lines[0].detail == "Omar / returns"
    assert after(assign(made.chat, LINA, OMAR, "returns", NOW)) == made.chat


def test_what_is_not_on_the_desk_is_neither_assigned_nor_closed_nor_handed_back() -> None:
    for made in (assign(CHAT, LINA, OMAR, None, NOW), close(CLOSED, LINA, "solved", NOW), hand_back(CHAT, LINA, NOW)):
        assert refused(made)[0] == "not_open"


def test_closing_and_handing_back_leave_it_to_the_bot() -> None:
    for made in (close(LINAS, LINA, "solved", NOW), hand_back(LINAS, LINA, NOW)):
        chat = after(made)
        assert (chat.owner, chat.flag, chat.waiting_since, on_desk(chat)) == ("bot", None, None, False)
    assert [event.data["reason"] for event in act(close(LINAS, LINA, "spam", NOW)).news] == ["spam"]


def test_a_closed_one_remembers_whose_it_was() -> None:
    assert after(close(LINAS, LINA, "solved", NOW)).assignee == LINA.id
    assert after(hand_back(LINAS, LINA, NOW)).assignee is None


def test_nobody_closes_or_hands_back_what_another_has() -> None:
    assert refused(close(LINAS, OMAR, "solved", NOW)) == refused(hand_back(LINAS, OMAR, NOW)) == ("taken", LINA.id)


def test_a_long_wait_is_escalated_once() -> None:
    assert escalate(FLAGGED, NOW - 9, NOW).chat == FLAGGED
    escalated = escalate(FLAGGED, NOW, NOW)
    assert (escalated.chat.escalated_at, [event.type for event in escalated.news]) == (NOW, ["conversation.escalated"])
    assert escalate(escalated.chat, NOW, NOW).chat == escalated.chat


def test_silence_after_the_persons_word_leaves_the_desk() -> None:
    quiet = replace(LINAS, waiting_since=None, staff_said_at=NOW)
    made = hand_back_by_silence(quiet, NOW + 1, NOW + HOUR)
    assert made.chat.closed == Closed(NOW + HOUR, "silence")
    assert [line.text for line in made.lines] == ["handed_back_by_silence"]
    assert hand_back_by_silence(quiet, NOW, NOW).chat == quiet


def test_a_customer_who_still_waits_is_anybodys_again() -> None:
    chat = hand_back_by_silence(replace(LINAS, flag=None), NOW + 1, NOW + HOUR).chat
    assert (chat.owner, chat.assignee, chat.closed) == ("bot", None, None)
    assert chat.flag is not None
    assert hand_back_by_silence(chat, NOW + DAY, NOW + DAY).chat == chat


def test_what_the_bot_answers_itself_is_closed_by_silence() -> None:
    made = hand_back_by_silence(replace(CHAT, reopened_at=NOW - 9), NOW, NOW)
    assert [line.text for line in made.lines] == ["closed_by_silence"]


DEEDS: tuple[Callable[[Conversation, int], Act | Refused], ...] = (
    lambda chat, now: take_over(chat, LINA, now),
    lambda chat, now: take_over(chat, OMAR, now),
    lambda chat, now: reply(chat, LINA, SARA, HELLO, now),
    lambda chat, now: assign(chat, LINA, None, None, now),
    lambda chat, now: label(chat, LINA, [str(now)], [], now),
    lambda chat, now: hand_back(chat, LINA, now),
    lambda chat, now: close(chat, OMAR, "solved", now),
    lambda chat, now: escalate(chat, now, now),
    lambda chat, now: hand_back_by_silence(chat, now, now),
)


@given(st.lists(st.integers(0, 8), max_size=12))
def test_no_sequence_of_deeds_leaves_a_line_without_its_conversation(deeds: list[int]) -> None:
    chat = FLAGGED
    for n, deed in enumerate(deeds):
        made = DEEDS[deed](chat, NOW + n)
        chat = made.chat if isinstance(made, Act) else chat
        assert entry_of(chat, None) is not None
        assert on_desk(chat) or chat.owner == "bot"
