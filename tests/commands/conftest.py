from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from bot.cli import main
from bot.commands.shell import Shell

if TYPE_CHECKING:
    from pathlib import Path

USABLE = {
    "WASLA_WHATSAPP__APP_SECRET": "an app secret",
    "WASLA_WHATSAPP__VERIFY_TOKEN": "a word",
    "WASLA_WHATSAPP__ACCESS_TOKEN": "a token",
    "WASLA_WHATSAPP__PHONE_NUMBER_ID": "110",
    "WASLA_LOG_LEVEL": "error",
}


@dataclass
class Terminal:
    """A terminal in a folder of its own: ``wasla("check")`` runs a command and returns its exit status."""

    folder: Path
    environ: dict[str, str]
    out: str = ""
    errors: str = ""

    def wasla(self, *arguments: str) -> int:
        out, errors = io.StringIO(), io.StringIO()
        try:
            return main(arguments, Shell(self.environ, None, Console(file=out, width=120), Console(file=errors, width=120)))
        finally:
            self.out, self.errors = out.getvalue(), errors.getvalue()


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal with usable settings, where nothing is shared with the machine's own."""
    monkeypatch.chdir(tmp_path)
    return Terminal(tmp_path, {**USABLE, "WASLA_DATA_DIR": str(tmp_path / "data")})
