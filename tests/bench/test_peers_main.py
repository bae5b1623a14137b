"""The command, and the peers as processes: what starts must answer, and nothing may be left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest
from rich.console import Console

from bot.bench.peers import turns
from bot.bench.peers.__main__ import main, show
from bot.bench.peers.report import Side
from bot.bench.peers.turns import FULL, PEERS, SHORT, Turns, peer
from bot.bench.processes import DidNotStart
from bot.bench.questions import Faults, Phase

if TYPE_CHECKING:
    from pathlib import Path


def side(name: str, faults: Faults | None = None) -> Side:
    return Side(name, [100.0], Phase([0.01]), [1.0], 100, 2**20, faults or Faults())


@pytest.mark.parametrize(("ours", "theirs", "status"), [(Faults(), Faults(lost=3), 0), (Faults(lost=1), Faults(), 1), (Faults(twice=1), Faults(), 1)])
def test_only_what_wasla_does_wrong_is_a_failure(ours: Faults, theirs: Faults, status: int) -> None:
    assert show(side("Wasla", ours), [side("peer", theirs)], Console(quiet=True), None) == status


def test_json_is_written_where_it_is_wanted(tmp_path: Path) -> None:
    show(side("Wasla"), [side("aiohttp"), side("pywa")], Console(quiet=True), tmp_path / "peers.json")
    written = orjson.loads((tmp_path / "peers.json").read_bytes())
    assert list(written["figures"]) == ["aiohttp", "pywa", "Wasla"]
    assert set(written["ratios"]["pywa"].values()) == {1.0}


def test_what_wasla_did_wrong_is_shown_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    show(side("Wasla", Faults(wrong=1, examples=["[bold]where"])), [side("peer", Faults(lost=1, examples=["theirs"]))], Console(), None)
    out = capsys.readouterr().out
    assert "[bold]where" in out
    assert "theirs" not in out


def test_an_unknown_option_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--fast"])
    assert "--fast" in capsys.readouterr().err


def test_the_short_run_is_shorter_and_loads_alike() -> None:
    assert SHORT.rounds * SHORT.seconds < FULL.rounds * FULL.seconds
    assert (SHORT.rate, SHORT.width, SHORT.customers) == (FULL.rate, FULL.width, FULL.customers)


def test_everybody_has_a_name_of_his_own() -> None:
    assert turns.OURS not in PEERS
    assert len(set(PEERS.values())) == len(PEERS)


async def test_a_peer_that_does_not_start_says_why(tmp_path: Path) -> None:
    with pytest.raises(DidNotStart, match="No module named"):
        async with peer(tmp_path, "bot.bench.peers.nobody", Turns(width=1)):
            pass
