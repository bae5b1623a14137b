"""A shop of its own for the documentation's commands: the database, WhatsApp and the bot in processes of their own, as a reader has them."""

from __future__ import annotations

import asyncio
import io
import json
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.error import URLError

import pytest
from rich.console import Console

from bot.cli import main
from bot.commands.shell import Shell
from bot.db.embedded import start_embedded
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.notices import template_definitions
from tests.docs.snippets import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET: Final = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
TOKENS: Final = ("--app-secret", "an app secret", "--access-token", "a token")
NUMBER: Final = {"PHONE_NUMBER_ID": "100000000000001", "BUSINESS_ACCOUNT_ID": "200000000000001"}
START_WITHIN: Final = 60.0
# The shop of the examples, with a number that is ready at the simulated Meta.
STORES: Final = """
[stores.noor]
name = "Noor Home"
language = "ar"
country = "SA"
currency = "SAR"
timezone = "Asia/Riyadh"

[stores.noor.connectors.standard]
secrets = ["env:NOOR_STANDARD_SECRET"]
"""


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it said."""

    status: int
    out: str
    errors: str = ""


@dataclass
class Shop:
    """``folder`` is where its people work, ``url`` the running bot, ``meta`` the simulated WhatsApp; ``environ`` is what they have set."""

    folder: Path
    url: str
    meta: str
    environ: dict[str, str]
    made: dict[str, str] = field(default_factory=dict)

    def wasla(self, *words: str) -> Ran:
        """Run a command as the program would, in this process."""
        out, errors = io.StringIO(), io.StringIO()
        status = main(words, Shell(self.environ, None, Console(file=out, width=200), Console(file=errors, width=200)))
        return Ran(status, out.getvalue(), errors.getvalue())

    def bash(self, text: str) -> Ran:
        """Run lines of a shell, in which addresses and secrets of the examples are this shop's."""
        for example, ours in {"http://127.0.0.1:8080": self.url, "https://bot.example.com": self.url, "whsec_...": SECRET, **self.made}.items():
            text = text.replace(example, ours)
        found = subprocess.run(["bash", "-euc", text], cwd=self.folder, text=True, capture_output=True, check=False, env=self._of_shells())  # noqa: S603, S607 - ours
        return Ran(found.returncode, found.stdout, found.stderr)

    def _of_shells(self) -> dict[str, str]:
        return {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(self.folder), **self.environ}


def log_of(folder: Path, *arguments: str) -> Path:
    """Where a process writes what it says."""
    return folder / f"{'-'.join(arguments)[:40].replace('/', '-')}.log"


@contextmanager
def process(*arguments: str, environ: dict[str, str], folder: Path, ready: str | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Run a module of ours until the block ends; where an address is given, it is ready when that answers."""
    command, log = [sys.executable, "-m", *arguments], log_of(folder, *arguments)
    environ = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", **environ}
    with log.open("wb") as output, subprocess.Popen(command, cwd=folder, env=environ, stdout=output, stderr=output) as running:  # noqa: S603 - ours
        try:
            if ready is not None:
                wait_for(ready, running, log)
            yield running
        finally:
            running.terminate()


def wait_for(address: str, running: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until and running.poll() is None:
        try:
            with urllib.request.urlopen(address):  # noqa: S310 - our own address
                return
        except (URLError, ConnectionError):
            time.sleep(0.05)
    pytest.fail(f"it did not start:\n{log.read_text(errors='replace')}")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A bot that runs with its database and its WhatsApp, one customer and one order; the commands work beside it."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "wasla.toml").write_text(STORES)
    (folder / "world.json").write_text(json.dumps(world()))
    ours, theirs = free_port(), free_port()
    embedded = asyncio.run(start_embedded(folder / "wasla-data" / "database"))
    try:
        made = Shop(folder, f"http://127.0.0.1:{ours}", f"http://127.0.0.1:{theirs}", settings(embedded.uri, folder, ours, theirs))
        with ExitStack() as running:
            meta = ("--numbers", "world.json", "--port", str(theirs), "--bot-url", made.url, *TOKENS)
            running.enter_context(process("bot.simulator", *meta, environ={}, folder=folder, ready=f"{made.meta}/simulator/api/state"))
            running.enter_context(process("bot", "serve", environ=made.environ, folder=folder, ready=f"{made.url}/readyz"))
            made.made["wk_..."] = made.wasla("keys", "create", "--scopes", "all", "--name", "tests").out.strip()
            yield made
    finally:
        asyncio.run(embedded.stop())


@pytest.fixture
def offline(tmp_path: Path) -> Shop:
    """The shop's settings with a database of its own, and nothing that runs."""
    (tmp_path / "wasla.toml").write_text(STORES)
    return Shop(tmp_path, "", "", settings("", tmp_path, 8080, 8090))


def world() -> dict[str, object]:
    """The shop's number and a customer, and the templates, as the simulated Meta has them."""
    number = {"phone_number_id": NUMBER["PHONE_NUMBER_ID"], "waba_id": NUMBER["BUSINESS_ACCOUNT_ID"]}
    sara = {"id": "sara", "name": "Sara", "language": "ar", "wa_id": "966501234567", "bsuid": "SA.1", "country": "SA"}
    return {
        "numbers": [{**number, "display_phone_number": "+966500000000", "verified_name": "Noor Home"}],
        "people": [{**sara, "store_id": "noor", "store_name": "Noor Home"}],
        "templates": list(template_definitions(Catalogues.load(data_folder("locales")))),
    }


def settings(database: str, folder: Path, ours: int, theirs: int) -> dict[str, str]:
    number = {"APP_SECRET": "an app secret", "ACCESS_TOKEN": "a token", "VERIFY_TOKEN": "a word", **NUMBER}
    number["GRAPH_URL"] = f"http://127.0.0.1:{theirs}/simulator/graph"
    named = {"MONGODB_URI": database, "DATA_DIR": str(folder / "wasla-data"), "CONFIG": str(folder / "wasla.toml"), "PORT": str(ours)}
    whatsapp = {f"WASLA_WHATSAPP__{name}": value for name, value in number.items()}
    return {f"WASLA_{name}": value for name, value in named.items()} | whatsapp | {"NOOR_STANDARD_SECRET": SECRET}


def last_id(text: str) -> str:
    """The last id in a list that was asked for as JSON."""
    return str(json.loads(text)[-1]["id"])
