"""The peers themselves, and what is made of their figures: the comparison is only as good as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer

from bot.bench.crowd import crowd
from bot.bench.dialogue import Dialogue
from bot.bench.http import Pool
from bot.bench.pacing import until
from bot.bench.peers import bare
from bot.bench.peers.ear import Ear, far_away
from bot.bench.peers.reply import reply
from bot.bench.peers.report import Side, as_json, ratios, table
from bot.bench.peers.turns import PEERS, Turns, compare, peer
from bot.bench.processes import Running
from bot.bench.questions import Faults, Phase
from bot.bench.stand import Stand
from bot.bench.webhooks import Number, Webhooks

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.bench.far_end import FarEnd
    from bot.bench.meter import Meter
    from bot.simulator.records import Sent

    from .conftest import FakeBot

NOW = 1_790_000_000_000
NUMBER = Number()
OURS = Side("Wasla", [300.0, 100.0, 200.0], Phase([0.010, 0.020, 0.040]), [1.0, 0.5], 500, 200 * 2**20)
PEER = Side("peer", [100.0], Phase([0.010]), [0.5], 1_000, 50 * 2**20)


def test_a_peer_names_the_right_order() -> None:
    assert all(asker.order_number in reply(asker.wa_id) for asker in crowd(200))


@pytest_asyncio.fixture
async def on(far_end: FarEnd) -> AsyncIterator[Stand]:
    server = TestServer(bare.application(far_end.url, NUMBER.app_secret, NUMBER.access_token, NUMBER.phone_number_id))
    await server.start_server()
    pool = await Pool.open("127.0.0.1", int(server.port or 0), 4)
    yield Stand(Running(1, 0.5), far_end, pool, Webhooks(NUMBER, "peer", lambda: NOW), crowd(20), "", 0)
    await pool.close()
    await server.close()


async def test_the_bare_handler_answers_each_question_once(on: Stand) -> None:
    dialogue = Dialogue(on)
    seen = await dialogue.at_rate(100, 0.2)
    assert await dialogue.drain(5)
    assert (len(seen.answers), dialogue.faults()) == (20, Faults())


async def test_the_bare_handler_refuses_a_wrong_signature(on: Stand) -> None:
    statuses: list[int] = []
    forged = on.webhooks.text(on.askers[0], b'"hello"').replace(b"sha256=", b"sha256=0")
    on.pool.send(forged, statuses.append)
    assert await until(lambda: bool(statuses), 5)
    assert statuses == [401]
    assert on.far_end.refusals == []


async def test_a_status_is_answered_and_nothing_is_sent(on: Stand) -> None:
    heard: list[Sent] = []
    statuses: list[int] = []
    on.far_end.listen(heard.append)
    on.pool.send(on.webhooks.status(on.askers[0], "wamid.1", "read", "out:1"), statuses.append)
    assert await until(lambda: bool(statuses), 5)
    assert (statuses, heard) == ([200], [])


async def test_what_the_other_process_accepts_is_heard_however_it_is_cut() -> None:
    heard: list[Sent] = []
    ear = Ear()
    ear.listen(heard.append)
    said = b'http://graph\n["wa:966550000001","Your order 500001"]\n["bsuid:SA.1","\xd8\xb7"]\n'
    for byte in said:
        ear.pipe_data_received(1, bytes([byte]))
    assert ear.url == "http://graph"
    assert [(sent.to, sent.text) for sent in heard] == [("wa:966550000001", "Your order 500001"), ("bsuid:SA.1", "ط")]


async def test_a_far_end_that_ends_early_keeps_nobody_waiting() -> None:
    ear = Ear()
    ear.process_exited()
    assert (ear.spoken.is_set(), ear.ended.is_set(), ear.url) == (True, True, "")


async def test_a_peer_in_its_process_answers_over_a_far_end_in_another(tmp_path: Path) -> None:
    turns = Turns(customers=20, width=4)
    async with peer(tmp_path, "bot.bench.peers.bare", turns) as stand:
        dialogue = Dialogue(stand)
        rate, seen = await dialogue.in_flight(4, 0.2)
        assert await dialogue.drain(5)
        assert rate > 0
        assert dialogue.faults() == Faults()
        assert dialogue.processor_seconds()[1] == 0
    assert len(seen.answers) > 4


async def test_the_far_end_ends_with_the_block() -> None:
    async with far_away() as ear:
        url = ear.url
    with pytest.raises(OSError, match="Connect call failed"):
        await Pool.open("127.0.0.1", int(url.split(":")[2].split("/")[0]), 1)


async def test_pywa_answers_the_same_load_with_the_same_reply(tmp_path: Path) -> None:
    pytest.importorskip("pywa_async", reason="pywa is there where make bench-peers has run")
    async with peer(tmp_path, PEERS["pywa"], Turns(customers=20, width=4)) as stand:
        dialogue = Dialogue(stand)
        _, seen = await dialogue.in_flight(4, 0.2)
        assert await dialogue.drain(5)
        assert dialogue.faults() == Faults()
    assert len(seen.answers) > 4


async def test_everybody_is_asked_alike_in_turns(stand: Stand, meter: Meter) -> None:
    turns = Turns(rounds=2, seconds=0.1, rate=50, width=2)
    sides = await compare({"one": stand}, turns, meter)
    assert [side.name for side in sides] == ["one"]
    assert (len(sides[0].rates), sides[0].calm.asked, sides[0].faults) == (2, 10, Faults())
    assert sides[0].resident > 0


async def test_wrong_answers_of_a_side_are_its_own(stand: Stand, fake_bot: tuple[FakeBot, int], meter: Meter) -> None:
    fake_bot[0].replies = lambda _asker: ["Order 0 is on its way"]
    sides = await compare({"one": stand}, Turns(rounds=1, seconds=0.1, rate=50, width=2), meter)
    assert sides[0].faults.wrong > 5
    assert sides[0].faults.lost == sides[0].faults.twice == 0


async def test_what_a_side_refuses_is_said_and_is_no_answer(stand: Stand, fake_bot: tuple[FakeBot, int], meter: Meter) -> None:
    fake_bot[0].status = 503
    side = (await compare({"one": stand}, Turns(rounds=1, seconds=0.1, rate=50, width=2, patience=1), meter))[0]
    assert (side.calm.refused, side.answered, side.rates) == (5, 0, [0.0])
    assert as_json(side, [])["faults"] == {"one": {"refused": 5 + side.refused, "lost": 0, "twice": 0, "wrong": 0}}


def test_the_middle_round_counts_and_each_message_pays_its_share() -> None:
    figures = list(OURS.figures().values())
    assert figures == [200.0, 20.0, 40.0, 3.0, 200.0]


def test_how_many_times_the_peer_is_said_of_each_figure() -> None:
    assert list(ratios(OURS, PEER).values()) == pytest.approx([2.0, 2.0, 4.0, 6.0, 4.0])


def test_a_figure_that_the_peer_has_not_has_no_ratio() -> None:
    assert list(ratios(OURS, Side("silent"))) == []
    assert table(OURS, [Side("silent")]).row_count == 6


def test_nothing_measured_is_nothing() -> None:
    assert set(Side("silent").figures().values()) == {0.0}


def test_everything_is_written_for_others() -> None:
    written = as_json(OURS, [PEER])
    assert written["faults"] == {name: {"refused": 0, "lost": 0, "twice": 0, "wrong": 0} for name in ("peer", "Wasla")}
    assert set(written) == {"figures", "ratios", "faults"}
