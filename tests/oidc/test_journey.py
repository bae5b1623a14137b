from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.oidc import Client
from bot.oidc.journey import LASTS, Wish, authorization_address, challenge, new_wish, seal, seal_wish, unseal, wish_of
from bot.oidc.provider import Provider

NOW = 1_760_000_000_000
CLIENT = Client("https://id.example", "wasla & co", "secret", "https://bot.example/console/sign-in/provider/back")
PROVIDER = Provider("https://id.example", "https://id.example/go?tenant=a%26b&state=theirs", "", "", ("RS256",))
WISH = Wish("state", "nonce", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "/console/", "ar")


def test_the_challenge_is_that_of_the_specification() -> None:
    # RFC 7636, appendix B.
    assert challenge(WISH.verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_the_address_has_everything_once_and_keeps_the_providers_own_query() -> None:
    address = authorization_address(PROVIDER, CLIENT, WISH)
    query = parse_qs(urlsplit(address).query, strict_parsing=True)
    assert address.startswith("https://id.example/go?tenant=a%26b&")
    assert {name: query[name] for name in ("response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "ui_locales")} == {
        "response_type": ["code"],
        "client_id": ["wasla & co"],
        "redirect_uri": [CLIENT.redirect],
        "scope": ["openid email"],
        "state": ["state"],
        "nonce": ["nonce"],
        "ui_locales": ["ar"],
    }
    assert (query["code_challenge_method"], query["code_challenge"]) == (["S256"], [challenge(WISH.verifier)])
    assert WISH.verifier not in address


@pytest.mark.parametrize(("choose", "prompt"), [(False, None), (True, ["select_account"])])
def test_another_account_can_be_asked_for(choose: bool, prompt: list[str] | None) -> None:  # noqa: FBT001 - a column
    assert parse_qs(urlsplit(authorization_address(PROVIDER, CLIENT, WISH, choose=choose)).query).get("prompt") == prompt


def test_each_attempt_has_secrets_of_its_own() -> None:
    one, other = new_wish("/console/", "en"), new_wish("/console/", "en")
    assert len({one.state, one.nonce, one.verifier, other.state, other.nonce, other.verifier}) == 6
    assert 43 <= len(one.verifier) <= 128  # RFC 7636, 4.1


def test_what_is_sealed_comes_back_until_it_is_over() -> None:
    cookie = seal_wish(WISH, NOW, "secret")
    assert wish_of(cookie, "state", NOW + LASTS - 1, "secret") == (WISH, NOW + LASTS)
    assert wish_of(cookie, "state", NOW + LASTS, "secret") is None


@pytest.mark.parametrize("state", ["", "another", "حالة", "\udcff"])
def test_an_attempt_is_not_that_of_another_state(state: str) -> None:
    assert wish_of(seal_wish(WISH, NOW, "secret"), state, NOW, "secret") is None


def test_what_was_sealed_for_something_else_or_by_somebody_else_is_nothing() -> None:
    told = seal("told", {"why": "away", "email": ""}, NOW + 1, "secret")
    assert unseal("told", told, NOW, "secret") == ({"why": "away", "email": ""}, NOW + 1)
    assert unseal("wish", told, NOW, "secret") is None
    assert unseal("told", told, NOW, "another secret") is None


@given(st.text(), st.integers(min_value=0))
def test_a_changed_cookie_is_nothing(text: str, place: int) -> None:
    cookie = seal_wish(WISH, NOW, "secret")
    cut = place % len(cookie)
    for forged in (text, cookie[:cut], cookie[:cut] + text + cookie[cut + 1 :]):
        assert forged == cookie or wish_of(forged, "state", NOW, "secret") is None
