from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.oidc.answer import Expected, Identity, Untrusted, identity_of

NOW = 1_760_000_000_000
SECONDS = NOW // 1_000
EXPECTED = Expected("https://id.example", "wasla", "a nonce")
GOOD: dict[str, object] = {
    "iss": "https://id.example",
    "aud": "wasla",
    "sub": "u1",
    "iat": SECONDS,
    "exp": SECONDS + 300,
    "nonce": "a nonce",
    "email": "Nora@Noor.example",
    "email_verified": True,
}


def judged(**said: object) -> Identity | Untrusted:
    return identity_of({name: value for name, value in {**GOOD, **said}.items() if value is not None}, EXPECTED, NOW)


def test_who_is_vouched_for_is_known_by_the_address_in_lower_case() -> None:
    assert judged() == Identity("nora@noor.example")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"iss": "https://evil.example"}, "issuer"),
        ({"iss": "https://id.example/"}, "issuer"),
        ({"iss": None}, "issuer"),
        ({"aud": "another"}, "audience"),
        ({"aud": ["another"]}, "audience"),
        ({"aud": None}, "audience"),
        ({"aud": ["wasla", 7]}, "audience"),
        ({"aud": ["wasla", "another"]}, "party"),
        ({"aud": ["wasla", "another"], "azp": "another"}, "party"),
        ({"azp": "another"}, "party"),
        ({"exp": SECONDS - 60}, "expired"),
        ({"exp": None}, "expired"),
        ({"exp": True}, "expired"),
        ({"exp": float("inf")}, "expired"),
        ({"exp": str(SECONDS + 300)}, "expired"),
        ({"iat": SECONDS + 61}, "issued"),
        ({"iat": SECONDS - 601}, "issued"),
        ({"iat": None}, "issued"),
        ({"nbf": SECONDS + 61}, "not_yet"),
        ({"nbf": "soon"}, "not_yet"),
        ({"nonce": "another nonce"}, "nonce"),
        ({"nonce": "كلمة \ud800"}, "nonce"),
        ({"nonce": ""}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"sub": None}, "subject"),
        ({"sub": ""}, "subject"),
        ({"email": None}, "email"),
        ({"email": ["nora@noor.example"]}, "email"),
        ({"email": "nora"}, "email"),
        ({"email": "nora@noor.example\n"}, "email"),
        ({"email": "n" * 250 + "@noor.example"}, "email"),
        ({"email_verified": False}, "unverified"),
        ({"email_verified": None}, "unverified"),
        ({"email_verified": "false"}, "unverified"),
        ({"email_verified": 1}, "unverified"),
        ({"email_verified": False, "xms_edov": True}, "unverified"),
        ({"email_verified": None, "xms_edov": False}, "unverified"),
        ({"email_verified": None, "xms_edov": [True]}, "unverified"),
    ],
)
def test_each_thing_that_is_wrong_is_named(said: dict[str, object], reason: str) -> None:
    found = judged(**said)
    assert isinstance(found, Untrusted)
    assert found.reason == reason


@pytest.mark.parametrize(
    "said",
    [
        {"aud": ["wasla"]},
        {"aud": ["wasla", "another"], "azp": "wasla"},
        {"exp": SECONDS - 59},
        {"exp": 10**400},
        {"iat": SECONDS + 60.0, "nbf": SECONDS + 60},
        {"iat": SECONDS - 600},
        {"email_verified": "true"},
        {"email_verified": None, "xms_edov": True},
        {"email_verified": None, "xms_edov": "1"},
    ],
)
def test_what_providers_may_say_otherwise_is_taken(said: dict[str, object]) -> None:
    assert isinstance(judged(**said), Identity)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda one: st.lists(one) | st.dictionaries(st.text(), one)
)


@given(st.dictionaries(st.sampled_from([*GOOD, "azp", "nbf", "xms_edov"]), ANYTHING, min_size=1))
def test_whatever_is_said_is_judged_and_believed_only_with_all_of_it(said: dict[str, object]) -> None:
    found = identity_of({**GOOD, **said}, EXPECTED, NOW)
    if isinstance(found, Identity):
        assert {**GOOD, **said}["nonce"] == "a nonce"
        assert {**GOOD, **said}["email_verified"] in (True, "true")
