"""What an installation gets: the wheel with everything it needs, and no more than it asks for."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from bot import __version__
from tests.test_project.source import ROOT, trees

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
# Come with what is asked for: .env files, driver errors, addresses and headers, what templates escape with, the embedded server, newer typing.
WITH_OTHERS = {"python-dotenv", "pymongo", "yarl", "multidict", "neosqlite", "typing-extensions", "pydantic-core", "markupsafe"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as the container's description builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - ours
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked into a folder of its own, as an installer leaves it."""
    folder = tmp_path_factory.mktemp("installed")
    with ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed ``wasla`` somewhere else than in the checkout, with no settings."""
    environ = {"PYTHONPATH": str(installed), "PATH": os.defpath, "PYTHONUTF8": "1"}
    command = [sys.executable, "-P", *arguments]
    return subprocess.run(command, cwd=folder, env=environ, check=False, capture_output=True, text=True)  # noqa: S603 - ours


def test_the_wheel_holds_every_data_file_and_page(wheel: Path) -> None:
    held = set(ZipFile(wheel).namelist())
    data = {f"bot/_data/{path.relative_to(ROOT)}" for name in ("intents", "locales") for path in (ROOT / name).rglob("*") if path.is_file()}
    page = {str(path.relative_to(ROOT)) for path in (ROOT / "bot").rglob("*") if path.is_file() and path.suffix in {".html", ".css", ".js", ".ttf"}}
    assert (data | page) - held == set()


def test_the_wheel_holds_no_tests_and_the_version_of_the_package(wheel: Path) -> None:
    assert wheel.name == f"wasla-{__version__}-py3-none-any.whl"
    tops = {name.split("/")[0] for name in ZipFile(wheel).namelist()}
    assert tops == {"bot", f"wasla-{__version__}.dist-info"}


def test_the_installed_command_is_found(installed: Path) -> None:
    entry_points = next(installed.glob("*.dist-info/entry_points.txt")).read_text("utf-8")
    assert "wasla = bot.cli:main" in entry_points


def test_an_installation_understands_and_speaks_in_any_folder(installed: Path, tmp_path: Path) -> None:
    where = run(installed, tmp_path, "-c", "import bot; print(bot.__file__)")
    assert where.stdout.startswith(str(installed))
    assert "order_status" in run(installed, tmp_path, "-m", "bot", "match", "where is my order").stdout
    checked = run(installed, tmp_path, "-m", "bot", "check", "--offline").stdout
    assert "✓ intents" in checked
    assert "✓ catalogues" in checked


def test_everything_that_is_imported_is_asked_for() -> None:
    extras = [line for lines in PROJECT["project"]["optional-dependencies"].values() for line in lines]
    asked = {normal(re.split(r"[<>=\[; ]", line)[0]) for line in [*PROJECT["project"]["dependencies"], *extras]}
    homes = packages_distributions()
    # Several distributions may share a name (opentelemetry): one of them is enough.
    used = {name: {normal(home) for home in homes.get(name, [name])} for name in imported() - sys.stdlib_module_names - {"bot"}}
    assert {name for name, there in used.items() if not there & (asked | WITH_OTHERS)} == set()


def imported() -> set[str]:
    """Return the top-level names of every module that the package imports; what it is compared with is installed for that alone."""
    nodes = [node for path, tree in trees("bot").items() if "/bench/peers/" not in path for node in ast.walk(tree)]
    direct = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    taken = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.split(".")[0] for name in direct | taken}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
