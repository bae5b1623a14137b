from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from bot import __version__
from bot.cli import COMMANDS, main
from bot.commands.shell import Shell

MODULES = Path(__file__).parents[1] / "bot" / "commands"
SHARED = {"__init__", "findings", "order_files", "running", "setup_checks", "shell", "store_wording"}


def test_every_command_has_its_module_and_every_module_its_command() -> None:
    assert {path.stem for path in MODULES.glob("*.py")} - SHARED == set(COMMANDS)


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    shown = capsys.readouterr().out
    assert [name for name in COMMANDS if f"  {name} " not in shown] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main([name, "--help"])
    assert capsys.readouterr().out.startswith(f"usage: wasla {name} ")


@pytest.mark.parametrize("arguments", [[], ["dance"], ["inbox"], ["inbox", "show"], ["inbox", "replay"], ["jobs", "run", "dance"], ["match"]])
def test_what_does_not_exist_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert "usage: wasla" in capsys.readouterr().err


def test_python_m_bot_is_wasla() -> None:
    done = subprocess.run([sys.executable, "-m", "bot", "--version"], check=True, capture_output=True, text=True)
    assert done.stdout == f"wasla {__version__}\n"


def test_a_mistake_is_said_in_a_sentence_and_without_a_traceback() -> None:
    errors = io.StringIO()
    assert main(["serve"], Shell({"WASLA_PORT": "x"}, None, Console(file=io.StringIO()), Console(file=errors))) == 1
    assert errors.getvalue().startswith("wasla serve: 5 settings need attention:\n  - WASLA_PORT: found 'x'; expected a port number")
