from __future__ import annotations

import asyncio
import io
import json
from typing import TYPE_CHECKING

import pytest

from bot.app import database
from bot.db.misunderstood import Misunderstood
from bot.domain.lesson import Lesson
from bot.language.intents import load_intents
from bot.language.kept import SHIPPED
from bot.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.conftest import Terminal

ROWS = "where is my order\torder_status\ten\town:en\nصحيح\taffirm\tar\nقل لي نكتة\tout_of_scope\tar\tother\nwhere is my order\tgreeting\ten\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two small intent files, so that fitting takes no time."""
    made = tmp_path / "small"
    made.mkdir()
    (made / "out_of_scope.yaml").write_text("answer: out_of_scope\nphrases:\n  en: [tell me a joke]\n")
    (made / "order_status.yaml").write_text("answer: order_status\nphrases:\n  en: [where is my order]\n")
    return made


def test_figures_are_json(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "rows.tsv").write_text(ROWS)
    assert terminal.wasla("intents", "evaluate", "rows.tsv") == 0
    figures = json.loads(terminal.out)
    assert (figures["messages"], figures["accuracy"], figures["false_accepts"]) == (4, 0.75, 0.0)
    assert figures["latency"]["p99_us"] >= figures["latency"]["p50_us"] > 0


def test_predictions_are_written_a_line_per_message(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "rows.tsv").write_text(ROWS)
    terminal.wasla("intents", "evaluate", "rows.tsv", "--predictions", "out.tsv")
    assert (tmp_path / "out.tsv").read_text().splitlines() == ["order_status", "affirm", "none", "order_status"]


def test_messages_without_answers_can_be_predicted_too(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "rows.tsv").write_text("where is my order\nsend the invoice\n")
    assert terminal.wasla("intents", "evaluate", "rows.tsv", "--predictions", "out.tsv") == 0
    assert (tmp_path / "out.tsv").read_text() == "order_status\ninvoice_request\n"


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_named(terminal: Terminal, tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "rows.tsv").write_bytes(content)
    assert terminal.wasla("intents", "evaluate", "rows.tsv") == 1
    assert "rows.tsv can't be read" in terminal.errors


def test_fitting_writes_a_model_beside_the_files(terminal: Terminal, folder: Path) -> None:
    assert terminal.wasla("intents", "--intents", str(folder), "fit") == 0
    assert (folder / SHIPPED).exists()
    assert SHIPPED in terminal.out


def test_fitting_can_write_elsewhere(terminal: Terminal, folder: Path, tmp_path: Path) -> None:
    terminal.wasla("intents", "--intents", str(folder), "fit", "--into", "cache")
    assert len(list((tmp_path / "cache").glob("*.npz"))) == 1
    assert not (folder / SHIPPED).exists()


def test_a_model_that_does_not_fit_is_told(terminal: Terminal, folder: Path, tmp_path: Path) -> None:
    terminal.wasla("intents", "--intents", str(folder), "fit")
    (folder / "gift.yaml").write_text("answer: gift\nphrases:\n  en: [do you wrap gifts]\n")
    (tmp_path / "rows.tsv").write_text("do you wrap gifts\tgift\ten\n")
    terminal.wasla("intents", "--intents", str(folder), "evaluate", "rows.tsv")
    figures = json.loads(terminal.out)
    assert (figures["accuracy"], figures["model_fits_the_files"]) == (1.0, False)


def test_messages_that_were_not_understood_come_together(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "missed.txt").write_text("do you wrap gifts\ncan you wrap gifts\n\nis it vegan\n")
    assert terminal.wasla("intents", "suggest", "missed.txt") == 0
    assert terminal.out.startswith("2 messages in en")
    assert "    - do you wrap gifts" in terminal.out


def test_that_all_was_understood_is_said(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "missed.txt").write_text("\n")
    assert terminal.wasla("intents", "suggest", "missed.txt") == 0
    assert terminal.out == "Nothing was misunderstood.\n"


def test_suggestions_can_be_json_and_messages_come_from_the_standard_input(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("is it vegan\n"))
    assert terminal.wasla("intents", "suggest", "-", "--json") == 0
    assert [one["examples"] for one in json.loads(terminal.out)] == [["is it vegan"]]


@pytest.mark.embedded
def test_without_a_file_it_is_what_the_bots_own_customers_wrote(terminal: Terminal) -> None:
    async def keep() -> None:
        async with database(load_settings(terminal.environ, None)) as (opened, _):
            said = [Misunderstood(f"wa:{n}", "default", n, text, "en") for n, text in enumerate(("do you wrap gifts", "can you wrap gifts"))]
            await opened.misunderstood.add_many(said)

    asyncio.run(keep())
    assert terminal.wasla("intents", "suggest") == 0
    assert terminal.out.startswith("2 messages in en")


def test_without_a_file_it_is_measured_on_what_comes_with_the_intents(terminal: Terminal) -> None:
    assert terminal.wasla("intents", "evaluate") == 0
    assert json.loads(terminal.out)["accuracy"] > 0.9


@pytest.mark.embedded
def test_what_was_taught_is_printed_or_written_into_the_files(terminal: Terminal, folder: Path) -> None:
    async def keep() -> None:
        async with database(load_settings(terminal.environ, None)) as (opened, _):
            for n, (state, phrase) in enumerate((("applied", "any whiff of it"), ("proposed", "zorp"))):
                await opened.lessons.add(Lesson(f"l:{n}", phrase, state, "default", "s:1", n, phrase, "order_status", "en"))  # type: ignore[arg-type]

    asyncio.run(keep())
    (folder / "order_status.yaml").write_text("answer: order_status\nphrases:\n  en:\n    - where is my order\n")
    assert terminal.wasla("intents", "taught") == 0
    assert terminal.out == 'order_status:  # order_status.yaml\n  en:\n    - "any whiff of it"\n'
    assert terminal.wasla("intents", "--intents", str(folder), "taught", "--write") == 0
    assert "1 of 1 phrases were new" in terminal.out
    assert load_intents(folder).by_name["order_status"].phrases["en"] == ("where is my order", "any whiff of it")


def test_it_must_be_said_what_to_do(terminal: Terminal) -> None:
    with pytest.raises(SystemExit, match="2"):
        terminal.wasla("intents")
