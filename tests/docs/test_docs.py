"""What the documentation says is there, and what it holds of settings, texts and programs is read by what reads it for real.

``test_commands`` carries its commands out; a block that can't be run says so in the line above it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from shutil import copytree, ignore_patterns
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from bot.bench.main import FIGURES
from bot.cli import COMMANDS
from bot.commands.order_files import lines_of
from bot.connectors.standard.payloads import OrderData
from bot.db.personal import BY_FIELD, BY_POINTER
from bot.domain.staff import ROLES
from bot.flow.retention.rules import LAST, RULES
from bot.jobs.retention import Kept
from bot.language.intents import load_intents
from bot.settings.environment import NAMES
from bot.settings.file import ConfigFile
from bot.settings.load import load_settings
from bot.settings.model import RetentionSettings
from bot.web.console.guard import PREFIX
from bot.web.console.pages_of import ADMIN, MENU
from bot.web.console.provider import BACK
from docs.generate import api
from tests.docs.conftest import SECRET
from tests.docs.snippets import BLOCKS, DOCS, PAGES, ROOT, WRITTEN, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.docs.snippets import Block

TOML = of_kind("toml")
README = (ROOT / "README.md").read_text("utf-8")


def test_make_has_every_target() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {target for text in WRITTEN.values() for target in re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE)}
    assert (named - targets, {"run", "test", "docs", "screenshots"} - named) == (set(), set())


def test_every_figure_of_the_readme_names_what_measures_it() -> None:
    table = README.partition("## How fast")[2].partition("\n## ")[0]
    named = [re.findall(r"`(?:wasla bench --only (\w+)|make ([\w-]+)[^`]*)`", line) for line in table.splitlines() if line.startswith("| ")][1:]
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert all(found and (found[-1][0] in FIGURES or found[-1][1] in targets) for found in named), named


def test_every_command_of_the_program_stands_in_the_readme() -> None:
    assert [name for name in COMMANDS if f"| `wasla {name}" not in README] == []


def test_links_of_the_readme_lead_to_files() -> None:
    assert [path for path in re.findall(r"\]\(((?!https?:)[^)#]+)", README) if not (ROOT / path).exists()] == []


def test_files_that_texts_name_are_there() -> None:
    named = {path for text in WRITTEN.values() for path in re.findall(r"`((?:deploy|bot|locales|tests|docs)/[\w./-]+)`", text)}
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("block", [block for block in TOML if block.page in WRITTEN], ids=str)
def test_settings_load(block: Block, tmp_path: Path) -> None:
    file = tmp_path / "wasla.toml"
    file.write_text(block.text)
    environ = dict.fromkeys(re.findall(r"env:(\w+)", block.text), SECRET)
    number = {"APP_SECRET": "s", "VERIFY_TOKEN": "v", "ACCESS_TOKEN": "t", "PHONE_NUMBER_ID": "1"}
    environ |= {
        "WASLA_CONFIG": str(file),
        "WASLA_PUBLIC_URL": "https://bot.example.com",
        **{f"WASLA_WHATSAPP__{name}": value for name, value in number.items()},
    }
    assert load_settings(environ, None).stores


def test_the_orders_to_import_are_read(tmp_path: Path) -> None:
    (block,) = (block for block in of_kind("text") if block.page == "connectors/index.md")
    (tmp_path / "orders.csv").write_text(block.text)
    found = [OrderData.model_validate(line.document).number for line in lines_of(tmp_path / "orders.csv")]
    assert found == ["NH-1042", "NH-1043"]


def test_settings_of_connectors_load() -> None:
    for block in TOML:
        if block.page not in WRITTEN and "[stores." in block.text:
            content = tomllib.loads(block.text)
            named = {store: {"name": "Shop", **table} for store, table in content.get("stores", {}).items()}
            secrets = dict.fromkeys(re.findall(r"env:(\w+)", block.text), SECRET)
            assert ConfigFile.model_validate({**content, "stores": named}, context=secrets).stores.keys() == named.keys(), str(block)


@pytest.mark.parametrize("block", [block for block in of_kind("python") if block.page in WRITTEN], ids=str)
def test_python_runs(block: Block) -> None:
    found = subprocess.run([sys.executable, "-W", "error", "-"], input=block.text, text=True, capture_output=True, check=False)
    assert (found.returncode, found.stdout) == (0, "message.failed\n"), found.stderr


@pytest.mark.parametrize("block", of_kind("yaml"), ids=str)
def test_an_intent_file_loads(block: Block, tmp_path: Path) -> None:
    # Beside those that are there: a phrase belongs to one intent only.
    intents = copytree(ROOT / "intents", tmp_path / "intents", ignore=ignore_patterns("model.npz"))
    (intents / "gift_wrap.yaml").write_text(block.text)
    assert load_intents(intents).by_name["gift_wrap"].wording


@pytest.mark.parametrize("block", [block for block in of_kind("json") if block.page != "webhooks.md"], ids=str)
def test_json_is_well_formed(block: Block) -> None:
    # Either one document, or one in each line as in a log.
    lines = block.text.splitlines()
    assert all(json.loads(text) for text in (lines if all(line.endswith("}") for line in lines) else [block.text]))


def test_the_address_that_a_provider_leads_back_to_is_one_of_the_consoles() -> None:
    (block,) = (block for block in of_kind("text") if block.page == "operations/sign-in.md")
    assert block.text.strip() == f"https://bot.example.com{PREFIX}{BACK}"


def test_xml_is_well_formed() -> None:
    assert [ET.fromstring(block.text).tag for block in of_kind("xml")] == ["config", "config"]  # noqa: S314 - our own


def test_every_block_is_of_a_kind_that_is_checked() -> None:
    # JSON is compared in test_webhooks_page, commands are carried out in test_commands, Caddy runs in test_proxies.
    assert {block.kind for block in BLOCKS if block.not_run is None} == {"sh", "toml", "python", "yaml", "json", "text", "xml", "caddyfile"}
    # The orders of connectors and the address of sign-in have tests of their own.
    free = [block for block in of_kind("text") if block.page not in {"connectors/index.md", "operations/sign-in.md"}]
    assert [str(block) for block in free if not (block.text.startswith("mongodb://") or block.text in README)] == []


@pytest.mark.parametrize("uri", [block.text for block in of_kind("text") if block.text.startswith("mongodb://")])
def test_the_address_of_a_database_is_one(uri: str) -> None:
    number = {"APP_SECRET": "s", "VERIFY_TOKEN": "v", "ACCESS_TOKEN": "t", "PHONE_NUMBER_ID": "1"}
    environ = {f"WASLA_WHATSAPP__{name}": value for name, value in number.items()} | {"WASLA_MONGODB_URI": uri}
    assert load_settings(environ, None).mongodb_uri == uri


def test_no_setting_is_missing() -> None:
    assert [name for name in sorted(NAMES) if f"| `{name}` |" not in PAGES["settings.md"]] == []
    assert [line for line in PAGES["settings.md"].splitlines() if re.match(r"\| `[^|]+\|  \|", line)] == []


def test_settings_that_texts_name_exist() -> None:
    named = {name for text in WRITTEN.values() for name in re.findall(r"`(WASLA_\w+)", text)}
    assert named - NAMES == {"WASLA_DOMAIN", "WASLA_TEST_MONGODB_URI"}  # of compose.yaml and of the tests
    jobs = {name for text in WRITTEN.values() for name in re.findall(r"`(jobs\.[\w.]+\w)`", text)}
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


def test_the_data_map_names_every_period_where_it_holds() -> None:
    rows = dict(re.findall(r"^\| (`\w+`[^|]*?) \|(.*)\|$", WRITTEN["privacy.md"], re.MULTILINE))
    lines = {name: line for names, line in rows.items() for name in re.findall(r"`(\w+)`", names)}
    periods = {rule.collection: rule.period for rule in (*RULES, *LAST)} | {
        "orders": "orders",
        "conversations": "conversations",
        "documents": "files",
    }
    assert [name for name, period in periods.items() if f"`jobs.retention.{period}_days`" not in lines[name]] == []
    named = set(re.findall(r"`jobs\.retention\.(\w+)`", WRITTEN["privacy.md"]))
    assert named == {name for name in RetentionSettings.model_fields if name.endswith("_days")}
    days = tomllib.loads(next(block.text for block in TOML if block.page == "privacy.md"))["jobs"]["retention"]
    assert days == {name: value for name, value in RetentionSettings().model_dump().items() if name.endswith("_days")}


def test_the_periods_of_the_job_are_those_of_the_settings() -> None:
    settings = RetentionSettings()
    assert Kept() == Kept(**{one.name: getattr(settings, f"{one.name}_days") for one in fields(Kept)})


def test_the_console_page_names_every_role() -> None:
    assert [role for role in ROLES if f"| {role} |" not in WRITTEN["console.md"]] == []


def test_the_console_page_names_every_page_of_the_menu() -> None:
    names = [name for _, name, _ in (*MENU, *ADMIN) if name not in {"menu.admin", "menu.account"}]
    catalogue = (ROOT / "locales" / "en" / "LC_MESSAGES" / "console.po").read_text("utf-8")
    titles = dict(re.findall(r'msgid "(menu\.\w+)"\nmsgstr "([^"]+)"', catalogue))
    assert [titles[name] for name in names if titles[name] not in WRITTEN["console.md"]] == []


def test_the_console_page_calls_things_as_the_console_does() -> None:
    catalogue = (ROOT / "locales" / "en" / "LC_MESSAGES" / "console.po").read_text("utf-8")
    called = re.findall(r"\*{1,2}([A-Z][^*]+?)\.?\*{1,2}", WRITTEN["console.md"])
    assert len(called) > 8
    assert [words for words in called if words not in catalogue] == []


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
        if (DOCS / there).suffix == ".webp":
            assert (DOCS / there).exists(), target
        elif there not in PAGES or (anchor and anchor not in anchors(PAGES[there])):
            lost.append((page, target))
    assert lost == []


def test_every_page_is_in_the_menu() -> None:
    menu = (ROOT / "mkdocs.yml").read_text()
    assert [page for page in PAGES if f" {page}\n" not in menu] == []
