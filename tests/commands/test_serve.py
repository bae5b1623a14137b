from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, suppress
from typing import TYPE_CHECKING
from urllib.error import URLError

import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Terminal

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))  # noqa: PTH120 - goes into PYTHONPATH as text


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port: int = listener.getsockname()[1]
        return port


def start(terminal: Terminal, *arguments: str) -> subprocess.Popen[str]:
    """Start ``wasla`` as a process of its own in the terminal's folder."""
    command = [sys.executable, "-m", "bot", *arguments]
    environ = {**terminal.environ, "PYTHONPATH": ROOT, "PYTHONUTF8": "1", "PATH": os.defpath}
    return subprocess.Popen(command, cwd=terminal.folder, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # noqa: S603 - ours


def wait_until_ready(port: int, process: subprocess.Popen[str]) -> None:
    while process.poll() is None:
        with suppress(URLError), urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz"):
            return
        time.sleep(0.05)
    pytest.fail(f"it ended: {process.stdout.read() if process.stdout else ''}")


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("command", "said", "number"),
    [
        (["serve"], "RUNNING ON THE EMBEDDED DATABASE", signal.SIGTERM),
        (["serve"], "listening on http://127.0.0.1:", signal.SIGINT),
        (["demo", "--no-browser"], "/simulator/", signal.SIGINT),
    ],
)
def test_it_runs_until_it_is_stopped_and_ends_in_order(command: list[str], said: str, number: signal.Signals, terminal: Terminal) -> None:
    port = free_port()
    terminal.environ |= {"WASLA_PORT": str(port), "WASLA_LOG_LEVEL": "info"}
    with start(terminal, *command) as process:
        wait_until_ready(port, process)
        process.send_signal(number)
        output, _ = process.communicate()
    assert process.returncode == 0
    assert said in output


@pytest.mark.embedded
def test_a_port_that_is_taken_is_named(terminal: Terminal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        terminal.environ["WASLA_PORT"] = str(taken.getsockname()[1])
        with start(terminal, "serve") as process:
            output, _ = process.communicate()
    assert process.returncode == 1
    assert "another program listens there: stop it, or set WASLA_PORT" in output


@pytest.mark.parametrize("role", ["web", "worker"])
def test_half_a_bot_wants_a_database_that_is_shared(role: str, terminal: Terminal) -> None:
    assert terminal.wasla("serve", "--role", role) == 1
    assert f"the role {role} needs a database that several processes share: set WASLA_MONGODB_URI" in terminal.errors
