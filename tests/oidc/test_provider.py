from __future__ import annotations

import pytest

from bot.errors import FetchFailed
from bot.oidc import Client
from bot.oidc.provider import is_safe, read_provider

ISSUER = "https://id.example"
DOCUMENT: dict[str, object] = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/keys",
    "id_token_signing_alg_values_supported": ["none", "HS256", "RS256", "ES256"],
}


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://id.example/realms/noor", True),
        ("https://id.example:8443", True),
        ("http://127.0.0.1:8080", True),
        ("http://[::1]:8080", True),
        ("http://localhost/realms/noor", True),
        ("http://id.example", False),
        ("http://127.0.0.1.id.example", False),
        ("http://10.0.0.7", False),
        ("ftp://id.example", False),
        ("https://", False),
        ("https://user:password@id.example", False),
        ("https://id.example/#here", False),
        ("https://id.example:port", False),
        ("https://id.example/\r\nx", False),
        ("//id.example", False),
        ("", False),
    ],
)
def test_secrets_go_over_https_or_stay_on_this_machine(address: str, safe: bool) -> None:  # noqa: FBT001 - a column
    assert is_safe(address) is safe


def test_a_provider_is_read_with_the_algorithms_that_can_be_trusted() -> None:
    provider = read_provider(DOCUMENT, ISSUER)
    assert (provider.token, provider.algorithms, provider.basic, provider.userinfo) == (f"{ISSUER}/token", ("RS256", "ES256"), True, None)


def test_a_slash_at_the_end_of_an_issuer_is_no_difference_and_stays_in_what_tokens_have_to_say() -> None:
    assert read_provider({**DOCUMENT, "issuer": f"{ISSUER}/"}, ISSUER).issuer == f"{ISSUER}/"


@pytest.mark.parametrize(("ways", "basic"), [(["client_secret_post"], False), (["client_secret_post", "client_secret_basic"], True)])
def test_the_secret_is_shown_as_the_provider_wants_it(ways: list[str], basic: bool) -> None:  # noqa: FBT001 - a column
    assert read_provider({**DOCUMENT, "token_endpoint_auth_methods_supported": ways}, ISSUER).basic is basic


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"issuer": "https://evil.example"}, "it calls itself 'https://evil.example'"),
        ({"issuer": "https://id.example/{tenantid}"}, "that is what the issuer has to be set to"),
        ({"issuer": None}, "it calls itself 'None'"),
        ({"token_endpoint": "http://127.0.0.1/token"}, "its token_endpoint is no https address"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "its authorization_endpoint is no https address"),
        ({"jwks_uri": None}, "its jwks_uri is no https address"),
        ({"userinfo_endpoint": "http://id.example/me"}, "its userinfo_endpoint is no https address"),
        ({"id_token_signing_alg_values_supported": ["HS256", "none"]}, "no algorithm that can be trusted"),
        ({"id_token_signing_alg_values_supported": "RS256"}, "no algorithm that can be trusted"),
        ({"token_endpoint_auth_methods_supported": ["private_key_jwt"]}, "it takes no client secret"),
    ],
)
def test_what_can_not_be_used_is_told_in_a_sentence(changes: dict[str, object], words: str) -> None:
    with pytest.raises(FetchFailed, match=words) as caught:
        read_provider({**DOCUMENT, **changes}, ISSUER)
    assert not caught.value.again


@pytest.mark.parametrize("document", [None, [], "text", 7])
def test_a_document_that_is_no_object_is_none(document: object) -> None:
    with pytest.raises(FetchFailed, match="no JSON object"):
        read_provider(document, ISSUER)


@pytest.mark.parametrize(
    ("issuer", "name", "title"),
    [
        ("https://accounts.google.com", "", "Google"),
        ("https://login.microsoftonline.com/7f/v2.0", "", "Microsoft"),
        ("https://id.noor.example/realms/noor", "", "id.noor.example"),
        ("https://accounts.google.com", "Noor Workspace", "Noor Workspace"),
    ],
)
def test_a_provider_has_a_name_that_people_know(issuer: str, name: str, title: str) -> None:
    assert Client(issuer, "wasla", "secret", "", name).title == title


def test_a_client_prints_no_secret() -> None:
    assert "hunter2" not in repr(Client(ISSUER, "wasla", "hunter2", ""))
