"""Each command of the documentation is carried out, beside a bot that runs with its database and its WhatsApp."""

from __future__ import annotations

import asyncio
import io
import re
import shlex
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from contextlib import ExitStack
from shutil import copytree
from typing import TYPE_CHECKING, Final

import pytest
from typing_extensions import override

from bot.db import open_database
from bot.domain.alert import alert
from bot.domain.inbox import Parked
from tests.docs.conftest import SECRET, Shop, free_port, last_id, log_of, process, wait_for
from tests.docs.snippets import BLOCKS, ROOT, of_kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.docs.snippets import Block

pytestmark = [pytest.mark.embedded, pytest.mark.slow]
SHELL: Final = of_kind("sh")
OURS: Final = [block for block in SHELL if block.of_wasla and " serve" not in block.text]
SERVE: Final = [words[1:] for block in SHELL if block.of_wasla for words in block.commands if words[1:2] == ("serve",) and len(words) > 2]
# A page's lines belong together: what one of them sets, the next one uses.
THEIRS: Final = sorted({block.page for block in SHELL if not block.of_wasla and block.page != "operations/backup.md"})
ID: Final = {"alerts": ("alerts", "list", "--json"), "inbox": ("inbox", "parked", "--json"), "keys": ("keys", "list", "--json")}
# A new one of these needs a good reason: what is not run goes wrong one day, and nobody sees it.
NOT_RUN: Final = 23
AT: Final = 1_795_510_800_000


class Typed(io.StringIO):
    """A person in front of the terminal."""

    @override
    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module")
def busy(shop: Shop) -> Shop:
    """The shop with an order, a colleague, an alert, and something that could not be handled."""
    (orders,) = (block.text for block in BLOCKS if block.page == "connectors/index.md" and block.kind == "text")
    (shop.folder / "orders.csv").write_text(orders)
    assert shop.wasla("orders", "import", str(shop.folder / "orders.csv")).status == 0
    assert shop.wasla("staff", "add", "you@example.com", "--role", "admin").status == 0
    assert shop.bash(f'curl --fail --silent {shop.meta}/simulator/api/chats/sara/messages --json \'{{"type": "text", "text": "hi"}}\'').status == 0
    assert (
        shop.bash(
            f"curl --fail --silent --retry 40 --retry-delay 0 --retry-all-errors {shop.url}/api/v1/orders/1043 -H 'Authorization: Bearer wk_...'"
        ).status
        == 0
    )
    asyncio.run(troubled(shop.environ["WASLA_MONGODB_URI"]))
    return shop


async def troubled(database: str) -> None:
    opened = await open_database(database)
    await opened.alerts.put([alert("noor", "template", "wasla_order_shipped", "Look at it in WhatsApp Manager.", AT)])
    await opened.parked.add_many([Parked("wa:wamid.1", "message", AT, "110", "no store has it", b"{}", lane="wa:966", at=AT)])
    await opened.close()


def meant(words: tuple[str, ...], shop: Shop) -> list[str]:
    """Put in what the documentation leaves open: the id of the newest thing that there is."""
    return [last_id(shop.wasla(*ID[words[0]]).out) if word == "ID" else word for word in words]


@pytest.mark.parametrize("block", OURS, ids=str)
def test_our_commands_do_what_they_say(block: Block, busy: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(busy.folder)
    for words in block.commands:
        monkeypatch.setattr("sys.stdin", Typed("yes\n"))
        ran = busy.wasla(*meant(words[1:], busy))
        assert (words, ran.status, "✗" in ran.out) == (words, 0, False), ran.out + ran.errors


def test_the_roles_run_beside_each_other_and_end_when_they_are_told_to(shop: Shop) -> None:
    ports = [free_port() for _ in SERVE]
    with ExitStack() as running:
        started = [process("bot", *words, environ=on(shop, port), folder=shop.folder) for words, port in zip(SERVE, ports, strict=True)]
        roles = [running.enter_context(one) for one in started]
        for words, port, role in zip(SERVE, ports, roles, strict=True):
            wait_for(f"http://127.0.0.1:{port}/readyz", role, log_of(shop.folder, "bot", *words))
            role.terminate()
        assert [role.wait(20) for role in roles] == [0, 0]


def on(shop: Shop, port: int) -> dict[str, str]:
    """The shop's settings for one more process, at a port of its own."""
    return {**shop.environ, "WASLA_PORT": str(port)}


@pytest.mark.parametrize("page", THEIRS)
def test_lines_of_a_shell_run(page: str, busy: Shop) -> None:
    ran = busy.bash("\n".join(block.text for block in SHELL if block.page == page and not block.of_wasla))
    assert ran.status == 0, ran.out + ran.errors


def test_the_api_says_what_the_page_says_of_it(busy: Shop) -> None:
    blocks = [block.text for block in SHELL if block.page == "api.md" and not block.of_wasla]
    told, wrong = busy.bash("\n".join(blocks[:3])).out, busy.bash("\n".join((blocks[0], blocks[-1]))).out
    assert told.count('"id"') >= 1
    assert '"status":422' in wrong.replace(" ", "")


def test_the_example_in_python_is_taken(busy: Shop) -> None:
    (block,) = (block for block in of_kind("python") if block.page == "connectors/standard.md")
    text = block.text.replace("whsec_...", SECRET).replace("https://bot.example.com", busy.url)
    assert subprocess.run([sys.executable, "-"], input=text, text=True, check=False).returncode == 0


def test_a_backup_of_a_running_bot_is_restored_elsewhere(shop: Shop, tmp_path: Path) -> None:
    running, stopped, restored = (block.text for block in SHELL if block.page == "operations/backup.md" and "wasla-data" in block.text)
    assert shop.wasla("staff", "add", "last@example.com", "--role", "viewer").status == 0
    assert shop.bash(running).status == 0
    copytree(shop.folder / "wasla-backup", tmp_path / "wasla-backup")
    alone = {name: value for name, value in shop.environ.items() if name != "WASLA_MONGODB_URI"}
    elsewhere = Shop(tmp_path, "", "", alone | {"WASLA_DATA_DIR": str(tmp_path / "wasla-data"), "PYTHONPATH": str(ROOT), "COLUMNS": "200"})
    wasla = f'wasla() {{ {shlex.quote(sys.executable)} -m bot "$@"; }}'
    ran = elsewhere.bash(f"{wasla}\n{restored}\n{stopped}\ndiff -r wasla-data wasla-backup")
    assert (ran.status, ran.out.count("last@example.com")) == (0, 1), ran.errors


def of_wasla(block: Block) -> list[tuple[str, ...]]:
    """Our own commands in a block, also those that Docker runs."""
    lines = re.findall(r"^(?:docker compose run --rm bot|(?:\.venv/bin/)?wasla) (.+)$", block.text, re.MULTILINE)
    return [tuple(shlex.split(line)) for line in lines]


@pytest.mark.parametrize("words", sorted({words for block in BLOCKS if block.not_run for words in of_wasla(block)}), ids=" ".join)
def test_a_command_that_is_not_run_is_understood_all_the_same(words: tuple[str, ...], offline: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    read = ArgumentParser.parse_args

    def parse(parser: ArgumentParser, arguments: Sequence[str] | None = None) -> Namespace:
        found: Namespace = read(parser, arguments)
        if parser.prog == "wasla":
            return found
        raise Understood

    monkeypatch.setattr(ArgumentParser, "parse_args", parse)
    with pytest.raises(Understood):
        offline.wasla(*words)


class Understood(Exception):
    """The arguments were read, and nothing is done."""


def test_bash_reads_what_is_not_run() -> None:
    for block in BLOCKS:
        if block.kind == "sh" and block.not_run:
            text = block.text.replace("<", "").replace(">", "")  # what the reader puts in
            found = subprocess.run(["bash", "-n"], input=text, text=True, capture_output=True, check=False)  # noqa: S607 - whichever bash there is
            assert (str(block), found.stderr) == (str(block), "")


def test_what_can_not_be_run_is_counted_and_has_a_reason() -> None:
    reasons = [block.not_run for block in BLOCKS if block.not_run is not None]
    assert len(reasons) == NOT_RUN
    assert [reason for reason in reasons if len(reason.split()) < 2] == []
