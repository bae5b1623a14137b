from __future__ import annotations

import runpy
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from bot.language.catalogue import Catalogues
from bot.language.check import console_messages, findings, main, used_messages
from bot.language.data import data_folder
from bot.language.intents import Intent, Intents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str], Path]

USED = frozenset(("shop.hello", "shop.buy.button"))
GOOD = 'msgid "shop.hello"\nmsgstr "Hello {name}"\n\nmsgid "shop.buy.button"\nmsgstr "Buy"\n'
MISTAKES = [
    ('msgid "shop.hello"\nmsgstr "Hello {name}"\n', "shop.buy.button is missing: add it"),
    (GOOD + '\nmsgid "shop.old"\nmsgstr "Old"\n', "shop.old is used nowhere: remove it"),
    (GOOD.replace("{name}", "{nom}"), "shop.hello has the values nom, en has name: make them equal"),
    (GOOD.replace("{name}", ""), "shop.hello has the values none, en has name: make them equal"),
    (GOOD.replace('"Buy"', '"Buy everything right now"'), "shop.buy.button has 24 characters, 20 are allowed: shorten it"),
    (
        GOOD.replace('msgstr "Buy"', 'msgid_plural "shop.buy.button"\nmsgstr[0] "Buy"\nmsgstr[1] "Buy"'),
        "shop.buy.button has plural forms, en has none: make them equal",
    ),
]


def test_the_shipped_catalogues_are_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0, capsys.readouterr().err
    assert "within the limits" in capsys.readouterr().out


def test_equal_catalogues_have_no_findings(write_catalogue: Write) -> None:
    write_catalogue("en", GOOD)
    assert list(findings(Catalogues.load(write_catalogue("de", GOOD)), USED)) == []


def test_a_language_with_one_form_for_all_counts_needs_no_other(write_catalogue: Write) -> None:
    write_catalogue("en", 'msgid "shop.hello"\nmsgid_plural "shop.hello"\nmsgstr[0] "One of {count}"\nmsgstr[1] "{count}"\n')
    folder = write_catalogue("id", 'msgid "shop.hello"\nmsgid_plural "shop.hello"\nmsgstr[0] "{count}"\n')
    assert list(findings(Catalogues.load(folder), frozenset(("shop.hello",)))) == []


@pytest.mark.parametrize(("entries", "finding"), MISTAKES)
def test_a_mistake_is_named_with_its_file(write_catalogue: Write, entries: str, finding: str) -> None:
    write_catalogue("en", GOOD)
    lines = list(findings(Catalogues.load(write_catalogue("de", entries)), USED))
    assert any(finding in line and "de/LC_MESSAGES/bot.po" in line for line in lines), lines


def test_messages_are_found_in_code_and_intents(tmp_path: Path) -> None:
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "a.py").write_text('"""Doc."""\nX = Say("shop.hello")\nY = "bot.language"\nZ = "data.yaml"\n', encoding="utf-8")
    intents = Intents({"x": Intent("x", None, "shop.text", waits=False, phrases={})})
    assert used_messages(tmp_path, intents) == {"shop.hello", "shop.text"}


def test_broken_data_ends_with_status_1(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(locales=tmp_path) == 1
    assert "is missing" in capsys.readouterr().err


def test_it_runs_as_a_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "bot.language.check")
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("bot.language.check", run_name="__main__")
    assert ended.value.code == 0


def test_findings_end_with_status_1(capsys: pytest.CaptureFixture[str], write_catalogue: Write) -> None:
    assert main(locales=write_catalogue("en", 'msgid "menu.hello"\nmsgstr "Hi"\n')) == 1
    assert "menu.hello is used nowhere" in capsys.readouterr().err


def console(folder: Path, language: str, *entries: str) -> None:
    path = folder / language / "LC_MESSAGES" / "console.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n' + "".join(f'\nmsgid "{one}"\nmsgstr "x"\n' for one in entries))


def test_the_console_s_pages_are_looked_through_for_what_they_use(tmp_path: Path) -> None:
    page = tmp_path / "web" / "console" / "pages" / "one.html"
    page.parent.mkdir(parents=True)
    page.write_text("""{{ t("queue.heading") }} {{ t('reason.' ~ why) }} <a data-t="x.y"> it("no.message")""")
    (tmp_path / "web" / "console" / "menu.py").write_text('MENU = ("menu.queue", "one.html", t(f"stage.{one}"))')
    found = console_messages(tmp_path, ["reason.loop", "reason.request", "stage.read", "other.reason"])
    assert found == {"queue.heading", "reason.loop", "reason.request", "stage.read", "menu.queue"}


def test_the_console_s_catalogues_are_checked_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(data_folder("locales") / "en", tmp_path / "en")
    console(tmp_path, "en", "queue.heading", "queue.nowhere_used")
    assert main(locales=tmp_path) == 1
    errors = capsys.readouterr().err
    assert "queue.nowhere_used is used nowhere" in errors
    assert "queue.search is missing" in errors
