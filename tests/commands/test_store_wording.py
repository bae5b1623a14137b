"""Stores' own wording as the commands see it."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from bot.commands.shell import Shell
from bot.commands.store_wording import known_wordings, own_definitions
from bot.db import open_database
from bot.db.embedded import start_embedded
from bot.domain.store_choices import StoreChoices
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder

if TYPE_CHECKING:
    from pathlib import Path

TOML = """
[stores.noor]
name = "Noor"
[stores.noor.notices.wording.delivered]
en = "Your order {order} of {store} came, says the file."
[stores.noor.whatsapp]
app_secret = "an app secret"
verify_token = "a word"
access_token = "a token"
phone_number_id = "110"
"""
FILE = {("delivered", "en"): "Your order {order} of {store} came, says the file."}


@pytest.fixture(scope="module")
def speech() -> Catalogues:
    return Catalogues.load(data_folder("locales"))


def in_environment(environ: dict[str, str]) -> Shell:
    return Shell(environ, None, Console(file=io.StringIO()), Console(file=io.StringIO()))


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A shell whose settings word one notice."""
    (tmp_path / "wasla.toml").write_text(TOML, "utf-8")
    return in_environment({"WASLA_CONFIG": str(tmp_path / "wasla.toml"), "WASLA_DATA_DIR": str(tmp_path / "data"), "WASLA_LOG_LEVEL": "error"})


async def choose(folder: Path) -> None:
    """Word a notice in the embedded database of a folder, as the console does."""
    embedded = await start_embedded(folder / "database")
    opened = await open_database(embedded.uri)
    await opened.store_choices.save(StoreChoices("noor", wording={"delivered": {"ar": "وصل طلبك {order} من {store} اليوم."}}))
    await opened.close()
    await embedded.stop()


def test_without_a_database_the_files_are_known_and_none_is_begun(shell: Shell, tmp_path: Path) -> None:
    assert known_wordings(shell) == ({"noor": FILE}, "")
    assert not (tmp_path / "data").exists()


def test_without_settings_none_are_known_and_it_is_said() -> None:
    known, unread = known_wordings(in_environment({}))
    assert known == {}
    assert "wasla check says why" in unread


@pytest.mark.embedded
def test_what_was_chosen_lies_over_the_file(shell: Shell, tmp_path: Path) -> None:
    asyncio.run(choose(tmp_path / "data"))
    known, unread = known_wordings(shell)
    assert (known, unread) == ({"noor": {**FILE, ("delivered", "ar"): "وصل طلبك {order} من {store} اليوم."}}, "")


@pytest.mark.embedded
def test_a_bot_that_runs_on_the_database_is_left_in_peace(shell: Shell, tmp_path: Path) -> None:
    async def locked() -> tuple[dict[str, dict[tuple[str, str], str]], str]:
        embedded = await start_embedded(tmp_path / "data" / "database")
        found = await asyncio.to_thread(known_wordings, shell)
        await embedded.stop()
        return found

    known, unread = asyncio.run(locked())
    assert known == {"noor": FILE}
    assert unread.startswith("What was worded in the console is not checked: ")


@pytest.mark.parametrize(
    ("wording", "found"),
    [
        ({("delivered", "en"): "x {order} {store}"}, [("wasla_order_delivered", "en")]),
        ({("delivered", "pt"): "x {order} {store}"}, [("wasla_order_delivered", "pt_BR")]),
        ({("invoice", "ar"): "x"}, [("wasla_order_invoice", "ar"), ("wasla_order_invoice_pdf", "ar")]),
        ({}, []),
    ],
)
def test_templates_are_of_what_is_worded_alone(speech: Catalogues, wording: dict[tuple[str, str], str], found: list[tuple[str, str]]) -> None:
    assert sorted((str(one["name"]), str(one["language"])) for one in own_definitions(wording, speech)) == found
