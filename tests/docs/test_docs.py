"""Every snippet of the documentation is run, or checked by what it is: see ``NOT_RUN`` for those that can only be looked at."""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import TYPE_CHECKING, Final

import pytest
from rich.console import Console
from typing_extensions import override

from bot.cli import COMMANDS, main
from bot.commands.order_files import lines_of
from bot.commands.shell import Shell
from bot.connectors.standard.payloads import OrderData
from bot.db.personal import BY_FIELD, BY_POINTER
from bot.domain.staff import ROLES
from bot.language.intents import load_intents
from bot.settings.environment import NAMES
from bot.settings.file import ConfigFile
from bot.settings.load import load_settings
from bot.web.console.pages_of import ADMIN, MENU
from docs.generate import api, pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT: Final = Path(__file__).parents[2]
DOCS: Final = ROOT / "docs"
# Why a command is looked at and not run: the shell reads it (bash -n), and nothing more.
NOT_RUN: Final = {
    "git": "needs the internet",
    "make": "sets up or tests the whole project; its targets are compared with the Makefile",
    ".": "a virtual environment of who reads",
    "docker": "needs Docker",
    "kubectl": "needs a cluster",
    "curl": "needs a bot that runs",
    "mongodump": "needs MongoDB",
    "mongorestore": "needs MongoDB",
    "cp": "run with the rest of the backup",
    "rm": "run with the rest of the backup",
    "cd": "follows git",
}
# What needs nothing but this checkout is run to its end.
RUN: Final = ("match", "templates lint")
WORDS: Final = re.compile(r"\s+(?:&&|\|\|)\s+|\n")
SECRET: Final = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PLACEHOLDER: Final = {"ID": "1"}


@dataclass(frozen=True, slots=True)
class Block:
    page: str
    line: int
    kind: str
    text: str

    @override
    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def written() -> dict[str, str]:
    return {path.relative_to(DOCS).as_posix(): path.read_text("utf-8") for path in sorted(DOCS.rglob("*.md"))}


def blocks(texts: dict[str, str]) -> Iterator[Block]:
    for page, text in texts.items():
        for found in re.finditer(r"^( *)```(\w*)\n(.*?)^\1```$", text, re.DOTALL | re.MULTILINE):
            body = "\n".join(line.removeprefix(found[1]) for line in found[3].splitlines())
            yield Block(page, text.count("\n", 0, found.start()) + 1, found[2], body)


WRITTEN: Final = written()
PAGES: Final = {**WRITTEN, **pages()}
BLOCKS: Final = tuple(blocks(WRITTEN))
READMES: Final = tuple(blocks({name: text for name, text in PAGES.items() if name not in WRITTEN and name.startswith("connectors/")}))


def of_kind(kind: str) -> list[Block]:
    return [block for block in BLOCKS if block.kind == kind]


def commands() -> list[tuple[str, tuple[str, ...]]]:
    lines = [(str(block), line) for block in of_kind("sh") for line in WORDS.split(block.text) if line.strip()]
    return [(where, tuple(PLACEHOLDER.get(word, word) for word in shlex.split(line, comments=True))) for where, line in lines]


def of_wasla() -> list[tuple[str, ...]]:
    found = [words[1:] for _, words in commands() if Path(words[0]).name == "wasla"]
    found += [tuple(shlex.split(line)[1:]) for block in READMES for line in block.text.splitlines() if line.startswith("wasla ")]
    return sorted({*found, *(words[5:] for _, words in commands() if words[:5] == ("docker", "compose", "run", "--rm", "bot"))})


def shell() -> Shell:
    return Shell({}, None, Console(file=StringIO()), Console(file=StringIO()))


class ReadError(Exception):
    """The arguments were understood, and nothing is to be done."""


@pytest.fixture
def only_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read = argparse.ArgumentParser.parse_args

    def parse(parser: argparse.ArgumentParser, arguments: Sequence[str] | None = None) -> argparse.Namespace:
        found: argparse.Namespace = read(parser, arguments)
        if parser.prog == "wasla":
            return found
        raise ReadError

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", parse)


@pytest.mark.parametrize("words", of_wasla(), ids=" ".join)
@pytest.mark.usefixtures("only_read")
def test_a_command_of_the_docs_is_one_that_wasla_understands(words: tuple[str, ...]) -> None:
    with pytest.raises(ReadError):
        main(words, shell())


@pytest.mark.parametrize("words", [words for words in of_wasla() if " ".join(words).startswith(RUN)], ids=" ".join)
def test_a_command_that_needs_nothing_else_runs(words: tuple[str, ...]) -> None:
    assert main(words, shell()) == 0


def test_every_other_program_is_known_to_be_looked_at_only() -> None:
    assert {words[0] for _, words in commands()} - {"wasla", ".venv/bin/wasla"} == NOT_RUN.keys()


def test_bash_reads_every_block() -> None:
    for block in (*of_kind("sh"), *(block for block in READMES if block.kind == "sh")):
        found = subprocess.run(["bash", "-n"], input=block.text, text=True, capture_output=True, check=False)  # noqa: S607 - whichever bash there is
        assert (str(block), found.stderr) == (str(block), "")


def test_make_has_every_target() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {words[1] for _, words in commands() if words[0] == "make"} <= targets


def test_files_that_commands_and_texts_name_are_there() -> None:
    named = {path for text in WRITTEN.values() for path in re.findall(r"`((?:deploy|bot|locales|tests)/[\w./-]+)`", text)}
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


@pytest.mark.embedded
def test_a_backup_of_the_embedded_database_is_restored(tmp_path: Path) -> None:
    save, restore = (block.text for block in of_kind("sh") if block.page == "operations/backup.md" and "wasla-data" in block.text)
    wasla = f'wasla() {{ {shlex.quote(sys.executable)} -m bot "$@"; }}; cd {shlex.quote(str(tmp_path))}; set -e\n'
    script = f"{wasla} wasla staff add nora@example.com --role agent >/dev/null\n{save}\n{restore}\n"
    environ = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    found = subprocess.run(["bash", "-c", script], env=environ, text=True, capture_output=True, check=False)  # noqa: S603, S607 - ours
    assert (found.returncode, "nora@example.com" in found.stdout) == (0, True), found.stderr


@pytest.mark.parametrize("block", of_kind("toml"), ids=str)
def test_settings_load(block: Block, tmp_path: Path) -> None:
    file = tmp_path / "wasla.toml"
    file.write_text(block.text)
    environ = dict.fromkeys(re.findall(r"env:(\w+)", block.text), SECRET)
    number = {"APP_SECRET": "s", "VERIFY_TOKEN": "v", "ACCESS_TOKEN": "t", "PHONE_NUMBER_ID": "1"}
    environ |= {"WASLA_CONFIG": str(file), **{f"WASLA_WHATSAPP__{name}": value for name, value in number.items()}}
    assert load_settings(environ, None).stores


def test_the_orders_to_import_are_read(tmp_path: Path) -> None:
    (block,) = (block for block in of_kind("text") if block.page == "connectors/index.md")
    (tmp_path / "orders.csv").write_text(block.text)
    (line,) = lines_of(tmp_path / "orders.csv")
    assert OrderData.model_validate(line.document).number == "NH-1042"


def test_settings_of_connectors_load() -> None:
    for block in READMES:
        if block.kind == "toml" and "[stores." in block.text:
            content = tomllib.loads(block.text)
            named = {store: {"name": "Shop", **table} for store, table in content.get("stores", {}).items()}
            secrets = dict.fromkeys(re.findall(r"env:(\w+)", block.text), SECRET)
            assert ConfigFile.model_validate({**content, "stores": named}, context=secrets).stores.keys() == named.keys(), str(block)


@pytest.mark.parametrize("block", of_kind("python"), ids=str)
def test_python_runs(block: Block) -> None:
    found = subprocess.run([sys.executable, "-W", "error", "-"], input=block.text, text=True, capture_output=True, check=False)
    assert (found.returncode, found.stdout) == (0, "message.failed\n"), found.stderr


@pytest.mark.parametrize("block", of_kind("yaml"), ids=str)
def test_an_intent_file_loads(block: Block, tmp_path: Path) -> None:
    # Beside those that are there: a phrase belongs to one intent only.
    intents = copytree(ROOT / "intents", tmp_path / "intents", ignore=ignore_patterns("model.npz"))
    (intents / "gift_wrap.yaml").write_text(block.text)
    assert load_intents(intents).by_name["gift_wrap"].wording


def test_every_block_is_of_a_kind_that_is_checked() -> None:
    assert {block.kind for block in BLOCKS} == {"sh", "toml", "python", "yaml", "json", "text"}


def test_no_setting_is_missing() -> None:
    assert [name for name in sorted(NAMES) if f"| `{name}` |" not in PAGES["settings.md"]] == []
    assert [line for line in PAGES["settings.md"].splitlines() if re.match(r"\| `[^|]+\|  \|", line)] == []


def test_settings_that_texts_name_exist() -> None:
    named = {name for text in WRITTEN.values() for name in re.findall(r"`(WASLA_\w+)", text)}
    assert named - NAMES == {"WASLA_DOMAIN"}  # of compose.yaml
    jobs = {name for text in WRITTEN.values() for name in re.findall(r"`(jobs\.[\w.]+)`", text)}
    assert [name for name in jobs if f"| `{name}` |" not in PAGES["settings.md"]] == []


def test_no_operation_of_the_api_is_missing() -> None:
    named = [f"### {verb.upper()} `/api{path}`" for path, methods in api()["paths"].items() for verb in methods]
    assert [one for one in named if one not in PAGES["rest.md"]] == []


def test_no_command_is_missing() -> None:
    assert [name for name in COMMANDS if f"`wasla {name}`" not in PAGES["commands.md"]] == []


def test_the_data_map_names_every_collection() -> None:
    kept = set(re.findall(r'database\["(\w+)"\]', (ROOT / "bot" / "db" / "database.py").read_text()))
    rows = [line.split("|") for line in WRITTEN["privacy.md"].splitlines() if line.startswith("| `")]
    mapped = {name: row[2].strip() for row in rows for name in re.findall(r"`(\w+)`", row[1])}
    assert mapped.keys() == kept | BY_FIELD.keys()
    assert [name for name in (*BY_FIELD, *BY_POINTER) if mapped[name].startswith("none")] == []


def test_the_console_page_names_every_role() -> None:
    assert [role for role in ROLES if f"| {role} |" not in WRITTEN["console.md"]] == []


def test_the_console_page_names_every_page_of_the_menu() -> None:
    names = [name for _, name, _ in (*MENU, *ADMIN) if name not in {"menu.admin", "menu.account"}]
    catalogue = (ROOT / "locales" / "en" / "LC_MESSAGES" / "console.po").read_text("utf-8")
    titles = dict(re.findall(r'msgid "(menu\.\w+)"\nmsgstr "([^"]+)"', catalogue))
    assert [titles[name] for name in names if titles[name] not in WRITTEN["console.md"]] == []


def anchors(text: str) -> set[str]:
    titles = re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE), re.MULTILINE)
    own = [found[1] for title in titles if (found := re.search(r"\{ #([\w-]+) \}", title))]
    return {*own, *(re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", title).strip().lower()) for title in titles)}


def links() -> Iterator[tuple[str, str]]:
    for page, text in PAGES.items():
        for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
            if not target.startswith(("https://", "http://")):
                yield page, target


def test_links_within_the_docs_lead_somewhere() -> None:
    lost = []
    for page, target in links():
        path, _, anchor = target.partition("#")
        there = (DOCS / page).parent.joinpath(path).resolve().relative_to(DOCS).as_posix() if path else page
        if there not in PAGES or (anchor and anchor not in anchors(PAGES[there])):
            lost.append((page, target))
    assert lost == []


def test_every_page_is_in_the_menu() -> None:
    menu = (ROOT / "mkdocs.yml").read_text()
    assert [page for page in PAGES if f" {page}\n" not in menu] == []


@pytest.mark.slow
@pytest.mark.skipif(find_spec("mkdocs") is None or find_spec("material") is None, reason="the documentation is built where MkDocs Material is")
def test_the_site_builds_and_asks_nobody(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--config-file", "mkdocs.yml", "--site-dir", str(tmp_path)]
    found = subprocess.run(build, cwd=ROOT, text=True, capture_output=True, check=False)  # noqa: S603 - every argument is ours
    assert found.returncode == 0, found.stderr
    asked = re.compile(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"?(?:https?:)?//([^\"/> ]+)")
    assert {host for page in tmp_path.rglob("*.html") for host in asked.findall(page.read_text())} == set()
