"""What stands in the files of the checkout, and what must not."""

from __future__ import annotations

import re
import subprocess
import tomllib
from functools import cache
from typing import TYPE_CHECKING

import pytest

from bot.settings.environment import NAMES
from tests.test_project.source import ROOT

if TYPE_CHECKING:
    from pathlib import Path

LOCKS = ("requirements.lock", "requirements-server.lock")
REGISTRIES = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs"), ("deb", "debian"))]
# Where a checkout happens to stand on somebody's machine; /tmp in the container's description is the container's own.
MACHINE = re.compile(r"(?<![\w.~/-])/(?:home|root|Users|work)/[\w.-]+")
SETTING = re.compile(r"WASLA_[A-Z_]+[A-Z]")
PATH = re.compile(r"`((?:bot|tests|deploy|intents|locales|docs)/[\w./-]+)`")
TESTING = {"WASLA_TEST_MONGODB_URI", "WASLA_REQUIRE_BROWSER", "WASLA_SCREENSHOTS", "WASLA_BROWSER_URL", "WASLA_DOMAIN"}


@cache
def tracked() -> tuple[tuple[Path, str], ...]:
    """Return the text files that belong to the project: what git knows, or would take."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 - ours
    names = listed.stdout.split("\0")
    paths = [ROOT / name for name in names if name and (ROOT / name).is_file()]
    return tuple((path, text) for path in paths if (text := path.read_bytes().decode("utf-8", "ignore")) and "\0" not in text)


@pytest.mark.parametrize("host", REGISTRIES)
def test_no_file_names_a_registry(host: str) -> None:
    assert [path.name for path, text in tracked() if host in text] == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    assert {path.name: found for path, text in tracked() if (found := MACHINE.findall(text))} == {}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_nothing_but_pinned_and_hashed_packages(name: str) -> None:
    found = (ROOT / name).read_text("utf-8")
    rows = [row for row in re.sub(r" \\\n\s+", " ", found).splitlines() if row and not row.lstrip().startswith("#")]
    assert [row for row in rows if not re.fullmatch(r"[\w.-]+==[\w.]+( ; [^#]+?)?( --hash=sha256:[0-9a-f]{64})+", row)] == []
    assert "://" not in found


def test_both_locks_agree() -> None:
    everything, server = (set(re.findall(r"^([\w.-]+==[\w.]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)) for name in LOCKS)
    assert server - everything == set()


def test_the_lock_holds_every_package_that_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["embedded"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[<>=\[; ]", line)[0].lower() for line in asked}
    assert names - set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)) == set()


@pytest.mark.parametrize("name", ["README.md", "compose.yaml", "wasla.example.toml", "Dockerfile", "deploy/Caddyfile"])
def test_every_setting_that_is_written_about_exists(name: str) -> None:
    mentioned = set(SETTING.findall((ROOT / name).read_text("utf-8")))
    assert {one for one in mentioned - NAMES - TESTING if not any(known.startswith(one) for known in NAMES)} == set()


def test_every_path_in_the_readme_exists() -> None:
    assert [path for path in PATH.findall((ROOT / "README.md").read_text("utf-8")) if not (ROOT / path).exists()] == []
