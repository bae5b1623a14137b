"""The wire protocol: however a client's bytes are cut into pieces, each message is answered once and in its turn."""

from __future__ import annotations

import asyncio
import struct
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from bson import decode, encode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typing_extensions import override

from bot.embedded.engine import Engine
from bot.embedded.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

OP_MSG, OP_QUERY, OP_COMPRESSED = 2013, 2004, 2012
PING = {"ping": 1, "$db": "wasla"}
SAME_ENGINE = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


class Far(asyncio.Transport):
    """The client's end: what it was sent, and whether it was cut off."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = bytearray()
        self.aborted = False

    @override
    def write(self, data: bytes | bytearray | memoryview[Any]) -> None:
        self.sent += data

    @override
    def abort(self) -> None:
        self.aborted = True

    def answers(self) -> list[tuple[int, dict[str, Any]]]:
        """Return each answer with the number of the request that it answers."""
        found, at = [], 0
        while at < len(self.sent):
            length, _, to, opcode = struct.unpack_from("<iiii", self.sent, at)
            body = self.sent[at + (21 if opcode == OP_MSG else 36) : at + length]
            found.append((to, decode(bytes(body))))
            at += length
        return found


def framed(number: int, rest: bytes, opcode: int = OP_MSG) -> bytes:
    return struct.pack("<iiii", 16 + len(rest), number, 0, opcode) + rest


def message(number: int, command: dict[str, Any]) -> bytes:
    return framed(number, struct.pack("<IB", 0, 0) + encode(command))


@pytest.fixture
def engine() -> Iterator[Engine]:
    running = Engine(data_dir="memory")
    yield running
    running.close_all()


def talk(engine: Engine, *pieces: bytes) -> Far:
    far, wire = Far(), Wire(engine)
    wire.connection_made(far)
    for piece in pieces:
        wire.data_received(piece)
    wire.connection_lost(None)
    return far


@SAME_ENGINE
@given(st.integers(1, 6), st.lists(st.integers(1, 400), max_size=12))
def test_the_cuts_between_pieces_make_no_difference(engine: Engine, count: int, cuts: list[int]) -> None:
    stream = b"".join(message(number, PING) for number in range(1, count + 1))
    places = [0, *sorted(cut % len(stream) for cut in cuts), len(stream)]
    far = talk(engine, *(stream[start:end] for start, end in pairwise(places)))
    assert [(to, answer["ok"]) for to, answer in far.answers()] == [(number, 1) for number in range(1, count + 1)]


def test_half_a_message_is_waited_for_and_not_answered(engine: Engine) -> None:
    far = talk(engine, message(1, PING), message(2, PING)[:-1])
    assert [to for to, _ in far.answers()] == [1]
    assert not far.aborted


@pytest.mark.parametrize("length", [-1, 0, 15, 48_000_001, 2**31 - 1])
def test_a_length_that_can_not_be_ends_the_connection(engine: Engine, length: int) -> None:
    far = talk(engine, struct.pack("<iiii", length, 1, 0, OP_MSG) + b"\x00" * 40)
    assert far.aborted
    assert not far.sent


def test_a_kind_of_message_that_is_not_spoken_is_refused_by_name(engine: Engine) -> None:
    ((to, answer),) = talk(engine, framed(7, b"\x00" * 30, OP_COMPRESSED)).answers()
    assert (to, answer) == (7, {"ok": 0, "errmsg": f"unsupported opcode: {OP_COMPRESSED}"})


def test_older_drivers_may_introduce_themselves(engine: Engine) -> None:
    query = struct.pack("<I", 0) + b"admin.$cmd\x00" + struct.pack("<ii", 0, -1) + encode({"isMaster": 1})
    ((to, answer),) = talk(engine, framed(3, query, OP_QUERY)).answers()
    assert (to, answer["ok"]) == (3, 1)
    assert answer["maxWireVersion"] >= 9


def test_what_is_refused_leaves_the_connection_and_those_behind_it(engine: Engine) -> None:
    odd = {"insert": "things", "documents": [{"_id": "a"}], "autocommit": False, "$db": "wasla"}
    answers = talk(engine, message(1, odd) + message(2, PING)).answers()
    assert [(to, bool(answer["ok"])) for to, answer in answers] == [(1, False), (2, True)]


def test_two_clients_see_one_database(engine: Engine) -> None:
    talk(engine, message(1, {"insert": "things", "documents": [{"_id": "a", "n": 1}], "$db": "wasla"}))
    ((_, answer),) = talk(engine, message(1, {"find": "things", "filter": {"_id": "a"}, "$db": "wasla"})).answers()
    assert answer["cursor"]["firstBatch"] == [{"_id": "a", "n": 1}]
