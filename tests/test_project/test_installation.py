"""The wheel in an empty environment, far from the checkout: what somebody gets who installs Wasla."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
import venv
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.error import URLError

import pytest

from tests.test_project.source import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# Downloads the runtime's packages: on request, and always in CI.
ASKED = os.environ.get("WASLA_TEST_INSTALLATION") == "1"  # noqa: TID251 - pytest has no settings to hand over
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not ASKED, reason="set WASLA_TEST_INSTALLATION=1 to install the wheel from scratch")]
READY_WITHIN = 30.0


@pytest.fixture(scope="module")
def wasla(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``wasla`` command of an environment that holds nothing but the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("installation")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT))
    wheel = next(folder.glob("*.whl"))
    pinned = folder / "constraints.txt"
    # With its marker: numpy is locked once for each range of Python versions.
    lines = re.findall(r"^[A-Za-z0-9._-]+==[^\\\n]+", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    pinned.write_text("\n".join(lines), "utf-8")
    venv.create(folder / "env", with_pip=True)
    run(str(folder / "env" / "bin" / "python"), "-m", "pip", "install", "--quiet", "--constraint", str(pinned), f"{wheel}[embedded]")
    return folder / "env" / "bin" / "wasla"


def run(*command: str, **more: str) -> str:
    """Run a command with a clean environment and return what it prints."""
    done = subprocess.run(command, check=False, capture_output=True, text=True, **more)  # type: ignore[call-overload] # noqa: S603 - ours
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    printed: str = done.stdout
    return printed


def test_it_understands_and_checks_itself_in_any_folder(wasla: Path, tmp_path: Path) -> None:
    assert "order_status" in run(str(wasla), "match", "wen talabi", cwd=str(tmp_path))
    checked = subprocess.run([str(wasla), "check", "--offline"], check=False, cwd=tmp_path, capture_output=True, text=True)  # noqa: S603 - ours
    assert "✓ intents" in checked.stdout
    assert "✓ catalogues" in checked.stdout


def test_the_demo_opens_its_phone(wasla: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environ = {"WASLA_PORT": str(port), "PATH": os.defpath, "PYTHONUTF8": "1"}
    with subprocess.Popen([str(wasla), "demo", "--no-browser"], cwd=tmp_path, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as demo:  # noqa: S603 - ours
        page = opened(f"http://127.0.0.1:{port}/simulator/")
        demo.terminate()
        assert demo.wait(20) == 0
    assert "<html" in page
    assert (tmp_path / "wasla-data").is_dir()


def opened(address: str) -> str:
    """Return a page as soon as it is there."""
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        with suppress(URLError), urllib.request.urlopen(address) as response:  # noqa: S310 - our own address
            text: str = response.read().decode()
            return text
        time.sleep(0.1)
    raise AssertionError(f"nothing at {address}")
