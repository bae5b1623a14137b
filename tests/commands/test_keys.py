from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from bot.app import database
from bot.domain.api_key import read_token
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.domain.api_key import ApiKey
    from tests.commands.conftest import Terminal


def stored(terminal: Terminal) -> list[ApiKey]:
    async def read() -> list[ApiKey]:
        async with database(load_settings(terminal.environ, None)) as (opened, _):
            return await opened.api_keys.all()

    return asyncio.run(read())


@pytest.mark.embedded
def test_a_key_is_shown_once_and_only_its_hash_is_kept(terminal: Terminal) -> None:
    assert terminal.wasla("keys", "create", "--scopes", "orders:write, orders:read", "--name", "the ERP") == 0
    found = read_token(terminal.out.strip())
    assert found is not None
    (key,) = stored(terminal)
    assert (key.id, key.store_id, key.name, key.scopes) == (found[0], "default", "the ERP", ("orders:write", "orders:read"))
    assert key.opens_with(found[1])
    assert found[1] not in repr(key)


@pytest.mark.embedded
def test_keys_are_listed_without_their_secrets_and_revoked(terminal: Terminal) -> None:
    terminal.wasla("keys", "create", "--scopes", "all")
    token = terminal.out.strip()
    key_id = token.split("_")[1]
    assert terminal.wasla("keys", "revoke", key_id) == 0
    assert terminal.wasla("keys", "list", "--json") == 0
    (row,) = json.loads(terminal.out)
    assert (row["id"], row["last_used_at"], row["revoked_at"] is None) == (key_id, None, False)
    assert terminal.wasla("keys", "list") == 0
    assert key_id in terminal.out
    assert token not in terminal.out


@pytest.mark.embedded
def test_the_audit_log_has_what_the_command_line_did(terminal: Terminal) -> None:
    terminal.wasla("keys", "create", "--scopes", "orders:read", "--name", "ERP")
    key_id = terminal.out.split("_")[1]
    terminal.wasla("keys", "revoke", key_id)

    async def read() -> list[tuple[str, str, str | None, str]]:
        async with database(load_settings(terminal.environ, None)) as (opened, _):
            return [(one.what, one.about, one.store_id, one.address) for one in await opened.audit.newest(9)]

    made = ("key_made", f"{key_id}: ERP: orders:read", "default", "command line")
    assert sorted(asyncio.run(read())) == [made, ("key_revoked", f"{key_id}: ERP", "default", "command line")]


@pytest.mark.embedded
def test_a_key_that_is_not_there_can_not_be_revoked(terminal: Terminal) -> None:
    assert terminal.wasla("keys", "revoke", "x") == 1
    assert "no key 'x' opens anything" in terminal.errors


@pytest.mark.embedded
def test_an_empty_list_says_how_to_make_one(terminal: Terminal) -> None:
    terminal.wasla("keys", "list")
    assert "wasla keys create" in terminal.out


def test_a_store_that_does_not_exist_is_named(terminal: Terminal) -> None:
    assert terminal.wasla("keys", "create", "--store", "elsewhere", "--scopes", "all") == 1
    assert "there is no store 'elsewhere': --store default" in terminal.errors


def test_of_several_stores_one_has_to_be_named(terminal: Terminal) -> None:
    (terminal.folder / "wasla.toml").write_text('[stores.a]\nname = "A"\n[stores.b]\nname = "B"\nwhatsapp.phone_number_id = "111"')
    assert terminal.wasla("keys", "create", "--scopes", "all") == 1
    assert "say which store is meant: --store a|b" in terminal.errors


def test_a_scope_that_does_not_exist_is_named(terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        terminal.wasla("keys", "create", "--scopes", "orders:eat")
    assert "'orders:eat': use all, or some of orders:write" in capsys.readouterr().err
