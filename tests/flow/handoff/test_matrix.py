"""Every deed in every state of a conversation: done, refused, or done already."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from bot.domain.clock import DAY
from bot.domain.content import TextOut
from bot.domain.conversation import Closed
from bot.domain.desk import on_desk
from bot.flow.handoff.acts import Act
from bot.flow.handoff.assign import assign
from bot.flow.handoff.close import close
from bot.flow.handoff.hand_back import hand_back
from bot.flow.handoff.label import label
from bot.flow.handoff.note import note
from bot.flow.handoff.reply import Words, reply
from bot.flow.handoff.take_over import take_over
from tests.flow.conftest import NOW, SARA
from tests.flow.handoff.stage import CHAT, FLAGGED, LINA, LINAS, OMAR

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.conversation import Conversation
    from bot.flow.handoff.acts import Refused

# As Lina sees them.
STATES: Final = {
    "the bot has it": CHAT,
    "flagged": FLAGGED,
    "flagged for her": replace(FLAGGED, assignee=LINA.id),
    "flagged for Omar": replace(FLAGGED, assignee=OMAR.id),
    "hers": LINAS,
    "hers, window closed": replace(LINAS, last_inbound_at=NOW - DAY),
    "Omar's": replace(LINAS, assignee=OMAR.id),
    "answered elsewhere": replace(LINAS, assignee=None),
    "closed by Omar": replace(CHAT, assignee=OMAR.id, closed=Closed(NOW - 1, "solved", OMAR.id)),
    "open again": replace(CHAT, reopened_at=NOW - 1),
}
DEEDS: Final[dict[str, Callable[[Conversation], Act | Refused]]] = {
    "take over": lambda chat: take_over(chat, LINA, NOW),
    "reply": lambda chat: reply(chat, LINA, SARA, Words("w", TextOut("Hello")), NOW),
    "assign": lambda chat: assign(chat, LINA, OMAR, "returns", NOW),
    "hand back": lambda chat: hand_back(chat, LINA, NOW),
    "close": lambda chat: close(chat, LINA, "solved", NOW),
}
DONE, ALREADY = "done", "already"
TABLE: Final = {
    "the bot has it": (DONE, "not_taken", "not_open", "not_open", "not_open"),
    "flagged": (DONE, "not_taken", DONE, DONE, DONE),
    "flagged for her": (DONE, "not_taken", DONE, DONE, DONE),
    "flagged for Omar": ("taken", "not_taken", DONE, DONE, DONE),
    "hers": (ALREADY, DONE, DONE, DONE, DONE),
    "hers, window closed": (ALREADY, "window_closed", DONE, DONE, DONE),
    "Omar's": ("taken", "taken", DONE, "taken", "taken"),
    "answered elsewhere": (DONE, DONE, DONE, DONE, DONE),
    "closed by Omar": (DONE, "not_taken", "not_open", "not_open", "not_open"),
    "open again": (DONE, "not_taken", DONE, DONE, DONE),
}
CELLS: Final = [(state, deed, outcome) for state, row in TABLE.items() for deed, outcome in zip(DEEDS, row, strict=True)]


@pytest.mark.parametrize(("state", "deed", "outcome"), CELLS)
def test_each_deed_in_each_state(state: str, deed: str, outcome: str) -> None:
    chat = STATES[state]
    made = DEEDS[deed](chat)
    found = (ALREADY if made.chat == chat else DONE) if isinstance(made, Act) else made.reason
    assert found == outcome


@pytest.mark.parametrize(("state", "deed"), [(state, deed) for state, deed, outcome in CELLS if outcome == DONE])
def test_what_is_done_is_the_next_version_and_stands_in_the_transcript(state: str, deed: str) -> None:
    chat = STATES[state]
    made = DEEDS[deed](chat)
    assert isinstance(made, Act)
    assert (made.chat.version, made.chat.touched_at) == (chat.version + 1, NOW)
    assert deed == "reply" or [(line.direction, line.content, line.by) for line in made.lines] == [("desk", "marker", LINA)]


@pytest.mark.parametrize(("state", "deed"), [(state, deed) for state, deed, outcome in CELLS if outcome == "taken"])
def test_who_is_refused_is_told_who_has_it(state: str, deed: str) -> None:
    made = DEEDS[deed](STATES[state])
    assert not isinstance(made, Act)
    assert made.who == OMAR.id


@pytest.mark.parametrize("state", STATES)
def test_notes_and_labels_are_possible_everywhere_and_move_nothing(state: str) -> None:
    chat = STATES[state]
    for made in (note(chat, LINA, "n", "mind the gap", (), NOW), label(chat, LINA, ["vip"], [], NOW)):
        assert isinstance(made, Act)
        assert (made.chat.owner, made.chat.assignee, on_desk(made.chat), made.outbox) == (chat.owner, chat.assignee, on_desk(chat), ())
