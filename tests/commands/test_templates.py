"""``wasla templates`` against the offline Cloud API."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from bot.db import open_database
from bot.db.embedded import start_embedded
from bot.domain.store_choices import StoreChoices
from bot.language.catalogue import Catalogues
from bot.language.data import data_folder
from bot.language.notices import template_definitions
from bot.simulator.people import SimNumber
from bot.simulator.template_acts import change_templates
from bot.simulator.world import World
from tests.commands.test_connect import served

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.commands.conftest import Terminal

NUMBER = SimNumber("110", "220", "+966500000000", "Noor Home", "a token", "an app secret")
DEFINITIONS = template_definitions(Catalogues.load(data_folder("locales")))


@pytest.fixture
def world() -> World:
    """An account without templates."""
    return World(numbers=[NUMBER], bot_url="http://127.0.0.1:9")


@pytest.fixture
def templates(terminal: Terminal, world: World) -> Callable[..., int]:
    """Return the command, run against the world as it is then; its lines are not wrapped."""

    def run(*arguments: str) -> int:
        with served(world) as url:
            changes = {"GRAPH_URL": url, "BUSINESS_ACCOUNT_ID": "220", "ACCESS_TOKEN": "a token"}
            terminal.environ |= {f"WASLA_WHATSAPP__{name}": value for name, value in changes.items()}
            return terminal.wasla("templates", *arguments)

    return run


def test_ours_have_no_findings(terminal: Terminal) -> None:
    assert terminal.wasla("templates", "lint") == 0
    assert terminal.out.endswith("languages: no findings\n")
    terminal.wasla("templates", "lint", "--json")
    assert json.loads(terminal.out) == []


def test_without_settings_ours_are_checked_and_it_is_said_that_the_stores_are_not(terminal: Terminal) -> None:
    terminal.environ.pop("WASLA_WHATSAPP__APP_SECRET")
    assert terminal.wasla("templates", "lint") == 0
    assert "Stores' own wording is not checked" in terminal.out


def test_what_the_file_words_is_looked_at_as_meta_would(terminal: Terminal) -> None:
    wording = 'wording = { delivered = { en = "Discount! Your order {order} of {store} came today." } }'
    (terminal.folder / "wasla.toml").write_text(f'[stores.noor]\nname = "Noor"\n[stores.noor.notices]\n{wording}\n')
    assert terminal.wasla("templates", "lint") == 0
    assert "warning: wasla_order_delivered of noor in en: Meta may turn it to MARKETING because of 'discount'" in terminal.out


@pytest.mark.embedded
def test_what_was_worded_in_the_console_is_linted_and_created(terminal: Terminal, world: World, templates: Callable[..., int]) -> None:
    async def word() -> None:
        embedded = await start_embedded(terminal.folder / "data" / "database")
        opened = await open_database(embedded.uri)
        await opened.store_choices.save(StoreChoices("default", wording={"delivered": {"en": "Discount! Your order {order} of {store} came today."}}))
        await opened.close()
        await embedded.stop()

    asyncio.run(word())
    assert terminal.wasla("templates", "lint") == 0
    assert "wasla_order_delivered of default in en: Meta may turn it to MARKETING" in terminal.out
    assert templates("push", "--yes", "--language", "en") == 0
    (made,) = [one for one in world.templates.listed("220", {}) if one.name == "wasla_order_delivered"]
    assert "Discount! Your order {{order}} of {{store}} came today." in str(made)


@pytest.mark.embedded
def test_what_is_missing_is_created_once(terminal: Terminal, world: World, templates: Callable[..., int]) -> None:
    assert templates("push", "--yes", "--language", "en") == 0
    there = world.templates.listed("220", {})
    assert {one.language for one in there} == {"en"}
    assert f"{len(there)} templates are to be created" in terminal.out
    assert "wasla_order_shipped in en (UTILITY)" in terminal.out
    assert f"{len(there)} of {len(there)} were created" in terminal.out
    assert templates("push", "--yes", "--language", "en") == 0
    assert terminal.out == "business account 220: nothing is missing.\n"


@pytest.mark.embedded
def test_nothing_is_created_without_a_yes(terminal: Terminal, world: World, templates: Callable[..., int], monkeypatch: pytest.MonkeyPatch) -> None:
    for answer in ("n", "", None):

        def said(_prompt: str = "", answer: str | None = answer) -> str:
            if answer is None:
                raise EOFError
            return answer

        monkeypatch.setattr("builtins.input", said)
        assert templates("push", "--language", "en") == 0
        assert terminal.out.endswith("Nothing was created.\n")
    assert world.templates.listed("220", {}) == []


@pytest.mark.embedded
def test_a_yes_creates(world: World, templates: Callable[..., int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda _prompt="": "y")
    assert templates("push", "--language", "ar") == 0
    assert {one.language for one in world.templates.listed("220", {})} == {"ar"}


@pytest.mark.embedded
def test_how_they_stand_is_a_table(terminal: Terminal, world: World, templates: Callable[..., int]) -> None:
    for definition in DEFINITIONS[1:]:
        world.templates.create("220", definition)
    change_templates(world, {"name": "wasla_order_shipped", "language": "en", "status": "PAUSED", "quality": "RED", "body": "Another {{order}} text"})
    assert templates("sync") == 0
    rows = {tuple(line.split()[:2]): line.split()[2:] for line in terminal.out.splitlines() if "wasla_order" in line}
    assert rows["wasla_order_shipped", "en"][:3] == ["PAUSED", "UTILITY", "RED"]
    assert rows["wasla_order_shipped", "en"][3:] == ["text,", "variables"]
    assert rows[str(DEFINITIONS[0]["name"]), str(DEFINITIONS[0]["language"])][0] == "missing"
    assert f"{len(DEFINITIONS) - 1} of {len(DEFINITIONS)} are there; 0 others" in terminal.out


@pytest.mark.embedded
def test_what_differs_is_named_and_left_as_it_is(terminal: Terminal, world: World, templates: Callable[..., int]) -> None:
    for definition in DEFINITIONS:
        world.templates.create("220", definition)
    change_templates(world, {"name": "wasla_order_lost", "language": "ar", "category": "MARKETING"})
    assert templates("push", "--yes") == 0
    assert "wasla_order_lost in ar differs in category: it is left as it is at Meta" in terminal.out
    assert "nothing is missing" in terminal.out


@pytest.mark.embedded
def test_the_rest_is_for_another_hour(terminal: Terminal, templates: Callable[..., int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.flow.template_sync.MOST_CREATED", 3)
    assert templates("push", "--yes", "--language", "en") == 0
    assert "3 now, the rest when this is run again" in terminal.out
    assert "3 of " in terminal.out
    assert templates("push", "--yes", "--language", "en") == 0
    assert "0 now, the rest when this is run again" in terminal.out


def test_an_account_is_needed(terminal: Terminal) -> None:
    assert terminal.wasla("templates", "sync") == 1
    assert "set WASLA_WHATSAPP__BUSINESS_ACCOUNT_ID" in terminal.errors


def test_a_language_that_we_do_not_speak_is_refused(terminal: Terminal) -> None:
    assert terminal.wasla("templates", "push", "--language", "xx") == 1
    assert "there is no catalogue for xx" in terminal.errors


@pytest.mark.embedded
def test_a_token_that_meta_refuses_is_said_in_a_sentence(terminal: Terminal, world: World) -> None:
    with served(world) as url:
        terminal.environ |= {"WASLA_WHATSAPP__GRAPH_URL": url, "WASLA_WHATSAPP__BUSINESS_ACCOUNT_ID": "220"}
        terminal.environ["WASLA_WHATSAPP__ACCESS_TOKEN"] = "wrong"
        assert terminal.wasla("templates", "sync") == 1
    assert "wasla templates: " in terminal.errors
    assert "190" in terminal.errors
