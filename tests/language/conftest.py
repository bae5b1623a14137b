"""The shipped intents and catalogues, loaded once, and small ones that a test writes itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.store import Store
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.intents import Intents, load_intents
from bot.language.load import load_matcher

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.language.understand import Matcher

STORE = Store(id="noura", name="Noura's Home", phone_number_id="1", timezone="Asia/Riyadh")


@pytest.fixture(scope="session")
def intents() -> Intents:
    return load_intents(data_folder("intents"))


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    return load_matcher(data_folder("intents"), None)


@pytest.fixture(scope="session")
def catalogues() -> Catalogues:
    return Catalogues.load(data_folder("locales"))


@pytest.fixture
def write_catalogue(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a catalogue's entries for a language and returns the folder of all catalogues."""

    def write(language: str, entries: str) -> Path:
        path = tmp_path / language / "LC_MESSAGES" / "bot.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        plurals = {"ar": 6, "id": 1}.get(language, 2)
        header = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals={plurals}; plural=0;\\n"\n\n'
        path.write_text(header + entries, encoding="utf-8")
        return tmp_path

    return write
