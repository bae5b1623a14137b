from __future__ import annotations

import asyncio
import io
import json
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from bot.app import database
from bot.cli import main
from bot.commands.shell import Shell
from bot.domain.customer import Customer
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.domain.staff import AuditEntry
    from tests.commands.conftest import Terminal

SARA = Customer("cu:default:wa:966501234567", "default", "Sara", wa_id="966501234567")
OMAR = Customer("cu:default:wa:966507654321", "default", "Omar", wa_id="966507654321")


def known(terminal: Terminal, *customers: Customer) -> list[str]:
    """Store customers; return which of the two are there."""

    async def look() -> list[str]:
        async with database(load_settings(terminal.environ, None)) as (opened, _):
            await opened.customers.put_many(customers)
            return sorted(one.name or "" for one in (await opened.customers.get_many([SARA.id, OMAR.id])).values())

    return asyncio.run(look())


def audit(terminal: Terminal) -> list[AuditEntry]:
    async def look() -> list[AuditEntry]:
        async with database(load_settings(terminal.environ, None)) as (opened, _):
            return await opened.audit.newest(9)

    return asyncio.run(look())


@pytest.mark.embedded
def test_his_data_are_printed_or_written_to_a_file(terminal: Terminal) -> None:
    known(terminal, SARA, OMAR)
    assert terminal.wasla("customer", "export", "+966 50 123 4567") == 0
    data = json.loads(terminal.out)
    assert ([one["name"] for one in data["customer"]], "Omar" in terminal.out) == (["Sara"], False)
    assert terminal.wasla("customer", "export", SARA.id, "--out", "sara.zip") == 0
    assert zipfile.ZipFile(terminal.folder / "sara.zip").namelist() == ["data.json"]
    assert terminal.out.startswith("sara.zip: 1 customers")
    assert [one.what for one in audit(terminal)] == ["customer_exported", "customer_exported"]


@pytest.mark.embedded
def test_he_is_erased_without_being_asked_about_with_yes_alone(terminal: Terminal) -> None:
    known(terminal, SARA, OMAR)
    assert terminal.wasla("customer", "erase", "966501234567") == 1
    assert "--yes erases without asking" in terminal.errors
    assert known(terminal) == ["Omar", "Sara"]
    assert terminal.wasla("customer", "erase", "966501234567", "--yes", "--json") == 0
    assert json.loads(terminal.out)["removed"] == {"customers": 1, "identities": 1}
    assert known(terminal) == ["Omar"]
    (entry,) = audit(terminal)
    assert (entry.what, entry.address, "966501234567" in entry.about) == ("customer_erased", "command line", False)


@pytest.mark.embedded
def test_all_of_a_store_are_erased(terminal: Terminal) -> None:
    known(terminal, SARA, OMAR)
    assert terminal.wasla("customer", "erase", "--everybody", "--yes") == 0
    assert (known(terminal), len(terminal.out.splitlines())) == ([], 2)


@pytest.mark.embedded
@pytest.mark.parametrize("action", ["export", "erase"])
def test_somebody_whom_nobody_knows_is_named(terminal: Terminal, action: str) -> None:
    assert terminal.wasla("customer", action, "966509999999") == 1
    assert "knows no customer by '966509999999'" in terminal.errors


@pytest.mark.parametrize("arguments", [("erase",), ("erase", "x", "--everybody")])
def test_either_one_or_everybody_is_meant(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    assert terminal.wasla("customer", *arguments) == 1
    assert "say which customer is meant" in terminal.errors


@pytest.mark.embedded
def test_a_file_that_can_not_be_written_is_named(terminal: Terminal) -> None:
    known(terminal, SARA)
    assert terminal.wasla("customer", "export", SARA.id, "--out", "nowhere/x.json") == 1
    assert "nowhere/x.json can not be written" in terminal.errors


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("answer", "status", "left"), [("y\n", 0, ["Omar"]), ("YES\n", 0, ["Omar"]), ("n\n", 1, ["Omar", "Sara"]), ("", 1, ["Omar", "Sara"])]
)
def test_somebody_in_front_of_the_terminal_is_asked(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, answer: str, status: int, left: list[str]
) -> None:
    known(terminal, SARA, OMAR)
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    out = io.StringIO()
    shell = Shell(terminal.environ, None, Console(file=out, width=120, force_terminal=True, color_system=None), Console(file=io.StringIO()))
    assert main(["customer", "erase", "966501234567"], shell) == status
    assert known(terminal) == left
    assert "Erase cu:default:wa:966501234567 of the store default for good?" in out.getvalue()


@pytest.mark.embedded
def test_what_was_removed_is_said_in_words(terminal: Terminal) -> None:
    known(terminal, SARA)
    assert terminal.wasla("customer", "erase", SARA.id, "--yes") == 0
    assert terminal.out.strip().endswith(": 1 customers, 1 identities")
    # By his id it may be done again: nothing is there any more, and that is no mistake.
    assert terminal.wasla("customer", "erase", SARA.id, "--yes") == 0
    assert len(audit(terminal)) == 2


@pytest.mark.embedded
def test_several_who_are_meant_are_named(terminal: Terminal) -> None:
    known(terminal, replace(SARA, email="us@example.com"), replace(OMAR, email="us@example.com"))
    assert terminal.wasla("customer", "erase", "us@example.com", "--yes") == 1
    assert f"means several customers: {SARA.id}, {OMAR.id}" in terminal.errors
    assert known(terminal) == ["Omar", "Sara"]


def test_of_several_stores_one_has_to_be_named(terminal: Terminal) -> None:
    (terminal.folder / "wasla.toml").write_text('[stores.a]\nname = "A"\n[stores.b]\nname = "B"\nwhatsapp.phone_number_id = "111"')
    assert terminal.wasla("customer", "export", "x") == 1
    assert "say which store is meant: --store a|b" in terminal.errors
