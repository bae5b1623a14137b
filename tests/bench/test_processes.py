from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from bot.bench.pacing import until
from bot.bench.processes import DidNotStart, clean_environment, free_port, is_ready, processor_seconds, resident_bytes, running

if TYPE_CHECKING:
    from pathlib import Path

# What stands for the bot: ``-m bot <arguments>`` finds this package first, because the working folder comes first.
STAND_IN = """
import http.server, os, subprocess, sys, time
port, how = int(sys.argv[1]), sys.argv[2]
print("about to", how, flush=True)
if how == "fail":
    sys.exit(3)
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(503 if how == "hang" else 200); self.end_headers()
    def log_message(self, *_): pass
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open("child", "w").write(str(child.pid))
http.server.HTTPServer(("127.0.0.1", port), Ready).serve_forever()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "__init__.py").touch()
    (tmp_path / "bot" / "__main__.py").write_text(STAND_IN)
    return tmp_path


def alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:  # noqa: PTH123
            return stat.read().split()[2] != "Z"
    except OSError:
        return False


async def test_the_block_is_entered_when_it_is_ready(folder: Path) -> None:
    port = free_port()
    async with running([str(port), "serve"], {}, folder, port) as bot:
        assert await is_ready(port)
        assert 0 < bot.seconds_to_ready < 30


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
async def test_nothing_of_it_is_left_afterwards(folder: Path) -> None:
    port = free_port()
    async with running([str(port), "serve"], {}, folder, port) as bot:
        child = int((folder / "child").read_text())
        assert alive(child)
    assert not alive(bot.pid)
    assert await until(lambda: not alive(child), 5)


async def test_it_ends_when_the_block_fails(folder: Path) -> None:
    port = free_port()
    with pytest.raises(ZeroDivisionError):
        async with running([str(port), "serve"], {}, folder, port):
            raise ZeroDivisionError
    assert not await is_ready(port)


async def test_one_that_ends_says_its_last_words(folder: Path) -> None:
    port = free_port()
    with pytest.raises(DidNotStart, match=r"ended with 3(.|\n)*about to fail"):
        async with running([str(port), "fail"], {}, folder, port):
            pass


async def test_one_that_is_never_ready_is_given_up_and_ended(folder: Path) -> None:
    port = free_port()
    with pytest.raises(DidNotStart, match="is not ready"):
        async with running([str(port), "hang"], {}, folder, port, patience=0.5):
            pass
    assert not await is_ready(port)


def test_the_environment_holds_only_what_was_given() -> None:
    environment = clean_environment({"WASLA_PORT": "1"})
    assert [name for name in environment if name.startswith("WASLA_")] == ["WASLA_PORT"]


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    """A ``/proc`` in which process 7 is all there is."""
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "status").write_text("Name:\tpython\nVmRSS:\t   2048 kB\nThreads:\t1\n")
    (tmp_path / "7" / "stat").write_text("7 (py) thon) S 1 7 7 0 -1 4194560 9 8 7 6 150 50 3 2 20 0 4 0 99\n")
    return tmp_path


def test_resident_memory_is_read_in_bytes(proc: Path) -> None:
    assert resident_bytes(7, proc) == 2 * 2**20


def test_processor_time_is_that_of_user_and_system(proc: Path) -> None:
    assert processor_seconds(7, proc) == 200 / os.sysconf("SC_CLK_TCK")


def test_a_process_that_is_gone_has_used_nothing_that_is_known(proc: Path) -> None:
    assert processor_seconds(8, proc) is None


def test_without_proc_the_memory_is_unknown(tmp_path: Path) -> None:
    assert resident_bytes(os.getpid(), tmp_path) is None


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_our_own_memory_is_more_than_a_few_mebibytes() -> None:
    assert (resident_bytes(os.getpid()) or 0) > 5 * 2**20
