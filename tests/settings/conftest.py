from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.errors import SettingsError
from bot.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from bot.settings import Settings

GOOD = {
    "WASLA_WHATSAPP__APP_SECRET": "an app secret",
    "WASLA_WHATSAPP__VERIFY_TOKEN": "a word",
    "WASLA_WHATSAPP__ACCESS_TOKEN": "a token",
    "WASLA_WHATSAPP__PHONE_NUMBER_ID": "110",
}


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Settings]:
    """Load usable settings with some variables changed, in a folder that has no files of its own."""
    monkeypatch.chdir(tmp_path)
    return lambda changes=None: load_settings({**GOOD, **(changes or {})}, None)


@pytest.fixture
def refusal(load: Callable[..., Settings]) -> Callable[..., list[str]]:
    """Return the problems that changed variables lead to, one a line."""

    def refused(changes: Mapping[str, str] | None = None) -> list[str]:
        with pytest.raises(SettingsError) as caught:
            load(changes)
        return [line.removeprefix("  - ") for line in str(caught.value).splitlines()[1:]]

    return refused


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], None]:
    """Write the wasla.toml of the folder."""

    def written(text: str) -> None:
        (tmp_path / "wasla.toml").write_text(text, "utf-8")

    return written
