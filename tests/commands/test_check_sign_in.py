from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.commands import findings
from bot.settings import load_settings
from tests.oidc.little import CLIENT_ID, NOW, SECRET, Little, opened

if TYPE_CHECKING:
    from bot.settings import Settings
    from tests.commands.conftest import Terminal


def settings(terminal: Terminal, issuer: str) -> Settings:
    oidc = {"ISSUER": issuer, "CLIENT_ID": CLIENT_ID, "CLIENT_SECRET": SECRET, "NAME": "Noor ID"}
    named = {f"WASLA_CONSOLE__OIDC__{name}": value for name, value in oidc.items()}
    return load_settings({**terminal.environ, "WASLA_PUBLIC_URL": "https://bot.example", **named}, None)


async def test_a_provider_that_answers_is_ticked_with_the_address_to_register(terminal: Terminal) -> None:
    async with opened(Little()) as client:
        (finding,) = await findings.of_sign_in(settings(terminal, client.client.issuer), NOW)
    assert (finding.good, finding.what) == (True, f"sign-in by Noor ID: {client.client.issuer} answers and knows us")
    assert finding.mend == "Its application has to know this redirect address: https://bot.example/console/sign-in/provider/back"


async def test_a_provider_that_is_away_is_a_cross_that_says_where_to_look(terminal: Terminal) -> None:
    (finding,) = await findings.of_sign_in(settings(terminal, "http://127.0.0.1:9"), NOW)
    assert not finding.good
    assert finding.what.startswith("sign-in by Noor ID: http://127.0.0.1:9/.well-known/openid-configuration can't be reached")
    assert "Is WASLA_CONSOLE__OIDC__ISSUER (or console.oidc.issuer in wasla.toml) right" in finding.mend


async def test_an_issuer_that_calls_itself_something_else_is_a_cross_with_the_right_name(terminal: Terminal) -> None:
    little = Little(document={"issuer": "https://id.noor.example"})
    async with opened(little) as client:
        (finding,) = await findings.of_sign_in(settings(terminal, client.client.issuer), NOW)
    assert "it calls itself 'https://id.noor.example'" in finding.what
    assert finding.mend.startswith("Set WASLA_CONSOLE__OIDC__ISSUER")


@pytest.mark.parametrize("way", ["client_secret_basic", "client_secret_post"])
async def test_a_wrong_secret_is_a_cross(terminal: Terminal, way: str) -> None:
    async with opened(Little(document={"token_endpoint_auth_methods_supported": [way]}, secret="a newer secret")) as client:
        (finding,) = await findings.of_sign_in(settings(terminal, client.client.issuer), NOW)
    assert (finding.good, finding.what) == (False, "sign-in by Noor ID: it does not take the client ID with this secret")
    assert finding.mend.startswith("Set WASLA_CONSOLE__OIDC__CLIENT_ID and WASLA_CONSOLE__OIDC__CLIENT_SECRET anew")


async def test_a_provider_without_keys_is_a_cross(terminal: Terminal) -> None:
    async with opened(Little(shown=())) as client:
        (finding,) = await findings.of_sign_in(settings(terminal, client.client.issuer), NOW)
    assert (finding.good, "no keys that can be used" in finding.what) == (False, True)


async def test_without_a_provider_nothing_is_asked(terminal: Terminal) -> None:
    assert await findings.of_sign_in(load_settings(terminal.environ, None), NOW) == []


def test_the_command_shows_it(terminal: Terminal) -> None:
    terminal.environ |= {"WASLA_PUBLIC_URL": "https://bot.example", "WASLA_WHATSAPP__GRAPH_URL": "http://127.0.0.1:9"}
    named = {"ISSUER": "http://127.0.0.1:9", "CLIENT_ID": "wasla", "CLIENT_SECRET": "secret"}
    terminal.environ |= {f"WASLA_CONSOLE__OIDC__{name}": value for name, value in named.items()}
    assert terminal.wasla("check") == 1
    assert "✗ sign-in by 127.0.0.1: " in terminal.out
