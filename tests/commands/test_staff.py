from __future__ import annotations

import asyncio
import io
import json
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from bot.app import clock, database
from bot.commands.shell import Shell
from bot.commands.staff import run
from bot.errors import UserMistake
from bot.flow.staff_access import LetIn, NotLetIn, StaffAccess, Visitor
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.flow.staff_access import CodeNeeded
    from tests.commands.conftest import Terminal

pytestmark = pytest.mark.embedded
ADD = ("staff", "add", "Mona@Noor.example", "--role", "admin")


def enter(terminal: Terminal, link: str) -> LetIn | CodeNeeded | NotLetIn:
    async def knock() -> LetIn | CodeNeeded | NotLetIn:
        async with database(load_settings(terminal.environ, None)) as (opened, _):
            return await StaffAccess(opened).with_link(link.rpartition("/")[2], Visitor("here"), clock())

    return asyncio.run(knock())


def people(terminal: Terminal) -> list[dict[str, str]]:
    terminal.wasla("staff", "list", "--json")
    found: list[dict[str, str]] = json.loads(terminal.out)
    return found


def test_adding_somebody_prints_a_link_that_signs_in_once(terminal: Terminal) -> None:
    assert terminal.wasla(*ADD) == 0
    link = terminal.out.strip()
    assert link.startswith("http://127.0.0.1:8080/console/enter/")
    made = enter(terminal, link)
    assert isinstance(made, LetIn)
    assert (made.member.email, made.member.name, made.member.role) == ("mona@noor.example", "mona", "admin")
    assert enter(terminal, link) == NotLetIn("expired")


def test_a_link_leads_to_where_the_outside_reaches_the_bot(terminal: Terminal) -> None:
    terminal.environ["WASLA_PUBLIC_URL"] = "https://bot.example.com/"
    assert terminal.wasla(*ADD) == 0
    assert terminal.out.startswith("https://bot.example.com/console/enter/")


def test_an_address_is_added_once(terminal: Terminal) -> None:
    terminal.wasla(*ADD)
    assert terminal.wasla(*ADD) == 1
    assert "mona@noor.example is there already" in terminal.errors


def test_everybody_is_listed_without_anything_secret(terminal: Terminal) -> None:
    terminal.wasla("staff", "list")
    assert "wasla staff add" in terminal.out
    terminal.wasla(*ADD, "--name", "Mona", "--store", "default")
    assert people(terminal) == [
        {"email": "mona@noor.example", "name": "Mona", "role": "admin", "stores": "default", "codes": "no", "disabled_at": None}
    ]
    terminal.wasla("staff", "list")
    assert "mona@noor.example" in terminal.out


def test_who_is_disabled_can_use_no_link_and_a_reset_lets_in_again(terminal: Terminal) -> None:
    terminal.wasla(*ADD)
    link = terminal.out.strip()
    assert terminal.wasla("staff", "disable", "mona@noor.example") == 0
    assert enter(terminal, link) == NotLetIn("expired")
    assert people(terminal)[0]["disabled_at"]
    assert terminal.wasla("staff", "reset", "mona@noor.example", "--codes") == 0
    assert isinstance(enter(terminal, terminal.out.strip()), LetIn)


@pytest.mark.parametrize("action", ["disable", "reset"])
def test_somebody_unknown_is_named(terminal: Terminal, action: str) -> None:
    assert terminal.wasla("staff", action, "x@y.z") == 1
    assert "nobody has the address x@y.z" in terminal.errors


def test_what_is_no_address_is_refused(terminal: Terminal) -> None:
    assert terminal.wasla("staff", "add", "mona", "--role", "admin") == 1
    assert "'mona' is no email address" in terminal.errors


def shell(terminal: Terminal) -> Shell:
    return Shell(terminal.environ, None, Console(file=io.StringIO()), Console(file=io.StringIO()))


def test_a_password_asked_for_here_lets_in(terminal: Terminal) -> None:
    assert run(shell(terminal), [*ADD[1:], "--password"], ask=lambda _words: "correct horse battery") == 0

    async def knock() -> LetIn | CodeNeeded | NotLetIn:
        async with database(load_settings(terminal.environ, None)) as (opened, _):
            return await StaffAccess(opened).with_password("mona@noor.example", "correct horse battery", Visitor("here"), clock())

    assert isinstance(asyncio.run(knock()), LetIn)


@pytest.mark.parametrize(
    ("typed", "why"), [(["short", ""], "12 characters or more"), (["correct horse battery", "correct horse batteri"], "are not equal")]
)
def test_a_password_that_can_not_be_used_is_explained(terminal: Terminal, typed: list[str], why: str) -> None:
    words = iter(typed)
    with pytest.raises(UserMistake, match=why):
        run(shell(terminal), [*ADD[1:], "--password"], ask=lambda _words: next(words))
