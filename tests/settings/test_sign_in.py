from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.settings import load_settings
from bot.settings.sign_in import oidc_client

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.settings import Settings

PUBLIC = {"WASLA_PUBLIC_URL": "https://bot.example/"}
SET = {
    "WASLA_CONSOLE__OIDC__ISSUER": "https://accounts.google.com/",
    "WASLA_CONSOLE__OIDC__CLIENT_ID": "wasla.apps",
    "WASLA_CONSOLE__OIDC__CLIENT_SECRET": "hunter2",
}
FILE = """
[stores.noor]
name = "Noor Home"
[console.oidc]
issuer = "https://id.noor.example/realms/noor"
client_id = "wasla"
client_secret = "env:ID_SECRET"
name = "Noor ID"
only = true
"""


def test_without_an_issuer_nobody_signs_people_in_besides_us(load: Callable[..., Settings]) -> None:
    assert oidc_client(load(PUBLIC)) is None


def test_a_provider_is_set_by_variables(load: Callable[..., Settings]) -> None:
    client = oidc_client(load({**PUBLIC, **SET}))
    assert client is not None
    assert (client.issuer, client.client_id, client.client_secret) == ("https://accounts.google.com", "wasla.apps", "hunter2")
    assert (client.title, client.only, client.redirect) == ("Google", False, "https://bot.example/console/sign-in/provider/back")


def test_a_provider_is_set_in_the_file(load: Callable[..., Settings], write: Callable[[str], None]) -> None:
    write(FILE)
    client = oidc_client(load({**PUBLIC, "ID_SECRET": "hunter2"}))
    assert client is not None
    assert (client.client_secret, client.title, client.only) == ("hunter2", "Noor ID", True)


def test_variables_take_the_place_of_the_file_as_a_whole(load: Callable[..., Settings], write: Callable[[str], None]) -> None:
    write(FILE)
    client = oidc_client(load({**PUBLIC, **SET, "ID_SECRET": "hunter3"}))
    assert client is not None
    assert (client.client_secret, client.title, client.only) == ("hunter2", "Google", False)


@pytest.mark.parametrize("name", SET)
def test_what_is_missing_of_a_provider_is_named(name: str, refusal: Callable[..., list[str]]) -> None:
    (problem,) = refusal({**PUBLIC, **SET, name: ""})
    assert problem.startswith(f"{name}: found nothing; expected the ")


def test_the_provider_has_to_know_where_to_send_people_back_to(refusal: Callable[..., list[str]]) -> None:
    (problem,) = refusal(SET)
    assert problem.startswith("WASLA_PUBLIC_URL: found nothing; expected the address that people reach the console at")


def test_what_is_missing_in_the_file_is_named_there(write: Callable[[str], None], refusal: Callable[..., list[str]]) -> None:
    write('[console.oidc]\nissuer = "https://id.noor.example"\nclient_id = "wasla"')
    assert refusal(PUBLIC) == [
        "wasla.toml: console.oidc.client_secret: found nothing; expected the client secret that the provider has given to Wasla"
    ]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("ISSUER", "http://id.noor.example", "the issuer's address, which begins with https:// (http:// for this very machine alone)"),
        ("ISSUER", "accounts.google.com", "the issuer's address, which begins with https:// (http:// for this very machine alone)"),
        ("ISSUER", "https://id.example/?tenant=1", "the issuer's address, which begins with https:// (http:// for this very machine alone)"),
        ("ONLY", "perhaps", "true or false: does nobody sign in by a password any more?"),
        ("NAME", "N" * 41, "a name of up to 40 characters for the button: Sign in with ..."),
    ],
)
def test_a_wrong_value_is_named_with_what_is_expected(name: str, value: str, expected: str, refusal: Callable[..., list[str]]) -> None:
    (problem,) = refusal({**PUBLIC, **SET, f"WASLA_CONSOLE__OIDC__{name}": value})
    assert problem == f"WASLA_CONSOLE__OIDC__{name}: found {value!r}; expected {expected}"


def test_this_very_machine_needs_no_https(load: Callable[..., Settings]) -> None:
    assert load({**PUBLIC, **SET, "WASLA_CONSOLE__OIDC__ISSUER": "http://127.0.0.1:8081/realms/noor"}).console.oidc.given


def test_the_secret_is_never_shown(load: Callable[..., Settings], refusal: Callable[..., list[str]]) -> None:
    assert "hunter2" not in repr(load({**PUBLIC, **SET}))
    (problem,) = refusal({**PUBLIC, **SET, "WASLA_CONSOLE__OIDC__CLIENT_SECRET": "hunter2\n"})
    assert problem.startswith("WASLA_CONSOLE__OIDC__CLIENT_SECRET: found a secret of 8 characters; expected a token in one line")


def test_a_misspelt_name_is_found(refusal: Callable[..., list[str]]) -> None:
    assert refusal({"WASLA_CONSOLE__OIDC__ISUER": "x"}) == [
        "WASLA_CONSOLE__OIDC__ISUER: found a name that is no setting; expected WASLA_CONSOLE__OIDC__ISSUER"
    ]


def test_the_demo_takes_a_provider_from_variables(load: Callable[..., Settings]) -> None:
    assert load_settings({**PUBLIC, **SET}, None, demo=True).console.oidc.given
    assert load({**PUBLIC}).console.oidc.given is False
