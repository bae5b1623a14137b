from __future__ import annotations

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.simulator.chats import ChatMessage, Chats, Event, State

RANKS: list[State] = ["pending", "sent", "failed", "delivered", "read"]


def message(number: int) -> ChatMessage:
    return ChatMessage(f"w{number}", "customer", number, "text", body=str(number))


def test_messages_stand_in_order_and_are_found() -> None:
    chats = Chats()
    for number in range(3):
        chats.add("sara", message(number))
    found = chats.find("sara", "w1")
    assert [one.id for one in chats.messages("sara")] == ["w0", "w1", "w2"]
    assert found is not None
    assert found.body == "1"
    assert chats.find("omar", "w1") is None


def test_the_oldest_messages_give_way() -> None:
    chats = Chats(limit=2)
    for number in range(4):
        chats.add("sara", message(number))
    assert [one.id for one in chats.messages("sara")] == ["w2", "w3"]


async def test_who_listens_hears_of_new_and_changed_messages() -> None:
    chats = Chats()
    queue = chats.listen("sara")
    chats.add("sara", message(1))
    chats.changed("sara", message(1))
    chats.add("omar", message(2))
    assert queue.qsize() == 2


async def test_who_has_left_hears_nothing() -> None:
    chats = Chats()
    queue = chats.listen("sara")
    chats.leave("sara", queue)
    chats.add("sara", message(1))
    assert queue.empty()


async def test_everybody_is_sent_home_in_the_end() -> None:
    chats = Chats()
    queues = [chats.listen(person) for person in ("sara", "sara", "omar")]
    chats.close()
    assert [queue.get_nowait() for queue in queues] == [None, None, None]


def test_an_event_is_one_line_of_a_stream() -> None:
    assert Event("typing", {"on": True}).line == b'event: typing\ndata: {"on":true}\n\n'


@given(st.text())
def test_no_text_can_break_out_of_its_event(text: str) -> None:
    line = Event("message", {"body": text}).line
    name, data, *rest = line.split(b"\n")
    assert (name, rest) == (b"event: message", [b"", b""])
    assert json.loads(data.removeprefix(b"data: ")) == {"body": text}


@given(st.lists(st.sampled_from(RANKS)))
def test_a_state_only_moves_forward(states: list[State]) -> None:
    bubble = message(1)
    seen: list[State] = [bubble.status]
    for state in states:
        bubble.advance(state)
        seen.append(bubble.status)
    assert all(RANKS.index(before) <= RANKS.index(after) for before, after in pairwise(seen))


def test_what_a_message_does_not_have_is_not_in_its_json() -> None:
    assert message(5).to_json() == {"id": "w5", "from": "customer", "at": 5, "type": "text", "body": "5", "status": "pending"}
