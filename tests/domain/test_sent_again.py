"""The names of messages that are sent again, and who goes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.delivery import FIRST, LAST, URGENT, USUAL, OutboxItem, again_id, conversational, first_id, times_sent, urgency
from bot.domain.message import WireIdentity
from bot.domain.notice import Notice

if TYPE_CHECKING:
    from bot.domain.delivery import Kind
    from bot.domain.notice import Milestone

NOW = 1_795_000_000_000
# As the outbox makes them: a document that may hold whatever a shop calls its orders, its version, and a place.
IDS = st.builds(lambda name, version, place: f"noor:{name}:{version}:{place}", st.text(max_size=20), st.integers(0, 99), st.integers(0, 9))


def item(kind: Kind, milestone: Milestone | None = None) -> OutboxItem:
    notice = Notice("noor:1:x", milestone, "noor:1", "") if milestone else None
    return OutboxItem("noor:1:1:0", kind, "noor", "cu:1", "c:1", "110", WireIdentity(wa_id="966501234567"), NOW, NOW, notice=notice)


@given(IDS, st.integers(1, 30))
def test_each_message_knows_how_many_it_stands_for_and_which_was_the_first(first: str, times: int) -> None:
    again = first
    for _ in range(times):
        again = again_id(again)
    assert (times_sent(again), first_id(again)) == (times + 1, first)


@pytest.mark.parametrize("name", ["noor:A~B:1:0", "noor:~:1:0", "noor:7~2:1:0", "noor:٣~٣:1:0"])
def test_a_tilde_of_the_shops_own_is_no_count(name: str) -> None:
    assert (times_sent(name), first_id(name)) == (1, name)
    assert again_id(name) == f"{name}~2"


def test_no_two_messages_share_a_name() -> None:
    names = ["noor:1:1:0"]
    while len(names) < 12:
        names.append(again_id(names[-1]))
    assert names[1:3] == ["noor:1:1:0~2", "noor:1:1:0~3"]
    assert len(set(names)) == 12


@pytest.mark.parametrize(
    ("kind", "milestone", "place"),
    [
        ("answer", None, FIRST),
        ("staff", None, FIRST),
        ("notice", "out_for_delivery", URGENT),
        ("notice", "payment_failed", URGENT),
        ("notice", "shipped", USUAL),
        ("notice", None, USUAL),
        ("survey", "review", LAST),
        # A survey is never urgent, whatever it is about.
        ("survey", "out_for_delivery", LAST),
    ],
)
def test_who_waits_for_an_answer_goes_first_and_surveys_last(kind: Kind, milestone: Milestone | None, place: int) -> None:
    assert urgency(item(kind, milestone)) == place
    assert conversational(item(kind, milestone)) is (place == FIRST)
