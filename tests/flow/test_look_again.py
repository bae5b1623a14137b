"""The last look before sending."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.clock import HOUR
from bot.domain.content import LinkOut, TemplateOut, TextOut
from bot.domain.conversation import Conversation
from bot.domain.delivery import OutboxItem
from bot.domain.message import WireIdentity
from bot.domain.notice import Notice
from bot.flow.look_again import Drop, Go, Surroundings, look_again
from tests.flow.conftest import NOW, ON_ITS_WAY, SARA, STORE

if TYPE_CHECKING:
    from bot.flow.converse import Mind

CHAT = Conversation("c", "noor", "cu:sara", "n1", last_inbound_at=NOW - HOUR)
AROUND = Surroundings(STORE, CHAT, SARA, ON_ITS_WAY)
ANSWER = OutboxItem("c:1:0", "answer", "noor", "cu:sara", "c", "n1", WireIdentity(wa_id="1"), NOW, NOW, content=TextOut("hi"))
NOTICE = replace(ANSWER, kind="notice", content=None, notice=Notice("k", "shipped", "noor:1", "T1"))
CLOSED = replace(CHAT, last_inbound_at=NOW - 25 * HOUR)


def look(mind: Mind, item: OutboxItem, around: Surroundings = AROUND) -> Go | Drop:
    return look_again(item, around, mind.catalogues, NOW)


def test_an_answer_inside_the_window_goes(mind: Mind) -> None:
    assert look(mind, ANSWER) == Go(TextOut("hi"))


@pytest.mark.parametrize(
    ("item", "around", "why"),
    [
        (ANSWER, replace(AROUND, conversation=replace(CHAT, owner="staff")), "taken over"),
        (ANSWER, replace(AROUND, conversation=CLOSED), "window"),
        (replace(ANSWER, content=None), AROUND, "nothing"),
        (replace(ANSWER, to=WireIdentity()), AROUND, "neither"),
        (NOTICE, replace(AROUND, order=None), "no longer"),
        (NOTICE, replace(AROUND, order=replace(ON_ITS_WAY, state="cancelled")), "cancelled"),
        (NOTICE, replace(AROUND, order=replace(ON_ITS_WAY, shipments=())), "no longer"),
        (NOTICE, replace(AROUND, order=replace(ON_ITS_WAY, shipments=(replace(ON_ITS_WAY.shipments[0], state="delivered"),))), "arrived"),
    ],
)
def test_what_is_not_sent_any_more_says_why(mind: Mind, item: OutboxItem, around: Surroundings, why: str) -> None:
    dropped = look(mind, item, around)
    assert isinstance(dropped, Drop)
    assert why in dropped.reason


def test_a_notice_inside_the_window_is_free_form(mind: Mind) -> None:
    gone = look(mind, NOTICE)
    assert isinstance(gone, Go)
    assert isinstance(gone.content, LinkOut)


@pytest.mark.parametrize("conversation", [None, CLOSED])
def test_a_notice_outside_the_window_is_a_template(mind: Mind, conversation: Conversation | None) -> None:
    gone = look(mind, NOTICE, replace(AROUND, conversation=conversation))
    assert isinstance(gone, Go)
    assert isinstance(gone.content, TemplateOut)
    assert gone.content.button_payload == "order:noor:1|order_status"


def test_a_notice_goes_on_when_a_person_has_taken_over(mind: Mind) -> None:
    assert isinstance(look(mind, NOTICE, replace(AROUND, conversation=replace(CHAT, owner="staff"))), Go)
