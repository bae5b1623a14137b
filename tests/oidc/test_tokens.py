from __future__ import annotations

import base64
import hmac
import json
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey

from bot.oidc import Untrusted
from bot.oidc.provider import ALGORITHMS
from bot.oidc.tokens import claims_of, read_keys
from tests.oidc.little import NEW, OLD

if TYPE_CHECKING:
    from joserfc.jwk import Key

CLAIMS: dict[str, object] = {"sub": "u1"}
BOTH = ("RS256", "ES256")


def public(*keys: RSAKey | ECKey) -> tuple[Key, ...]:
    return read_keys({"keys": [key.as_dict(private=False) for key in keys]})


def signed(key: Key, algorithm: str, **header: object) -> str:
    return jwt.encode({"alg": algorithm, **header}, CLAIMS, key, algorithms=[algorithm])


def part(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def by_hand(header: object, claims: object) -> str:
    """Return a token that a library would refuse to make."""
    body = f"{part(header)}.{part(claims)}"
    assert OLD.private_key is not None
    mark = OLD.private_key.sign(body.encode(), PKCS1v15(), SHA256())
    return f"{body}.{base64.urlsafe_b64encode(mark).decode().rstrip('=')}"


@pytest.mark.parametrize(("key", "algorithm"), [(OLD, "RS256"), (NEW, "ES256")])
def test_a_right_signature_is_believed(key: RSAKey | ECKey, algorithm: str) -> None:
    assert claims_of(signed(key, algorithm, kid=key.kid), public(OLD, NEW), BOTH) == CLAIMS


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_algorithm_that_is_trusted_can_be_checked(algorithm: str) -> None:
    curve = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}.get(algorithm)
    key = (
        ECKey.generate_key(curve)
        if curve
        else OKPKey.generate_key("Ed25519")
        if algorithm.startswith("Ed")
        else RSAKey.import_key(OLD.as_pem(private=True))
    )
    assert claims_of(signed(key, algorithm), read_keys({"keys": [key.as_dict(private=False)]}), ALGORITHMS) == CLAIMS


def test_without_the_name_of_a_key_each_is_tried() -> None:
    assert claims_of(signed(NEW, "ES256"), public(OLD, NEW), BOTH) == CLAIMS


def test_other_members_of_the_header_are_ignored() -> None:
    assert claims_of(by_hand({"alg": "RS256", "kid": "old", "x-of-theirs": 1}, CLAIMS), public(OLD), BOTH) == CLAIMS


@pytest.mark.parametrize("trusted", [BOTH, ("none",), ("HS256",), ()])
def test_a_token_without_a_signature_is_not_believed_whatever_is_trusted(trusted: tuple[str, ...]) -> None:
    assert claims_of(f"{part({'alg': 'none'})}.{part(CLAIMS)}.", public(OLD), trusted) == Untrusted("algorithm")


@pytest.mark.parametrize("trusted", [BOTH, ("HS256",)])
def test_a_public_key_is_no_shared_secret(trusted: tuple[str, ...]) -> None:
    body = f"{part({'alg': 'HS256', 'kid': 'old'})}.{part(CLAIMS)}"
    mark = hmac.digest(OLD.as_pem(private=False), body.encode(), "sha256")
    forged = f"{body}.{base64.urlsafe_b64encode(mark).decode().rstrip('=')}"
    assert claims_of(forged, public(OLD), trusted) == Untrusted("algorithm")


def test_another_algorithm_than_the_provider_says_is_not_believed() -> None:
    assert claims_of(signed(OLD, "RS256", kid="old"), public(OLD), ("ES256",)) == Untrusted("algorithm")
    assert claims_of(signed(OLD, "RS256", kid="old"), public(OLD), ()) == Untrusted("algorithm")


def test_a_key_of_the_same_name_and_another_kind_checks_nothing() -> None:
    twin = ECKey.generate_key("P-256", {"kid": "old"})
    assert claims_of(signed(OLD, "RS256", kid="old"), public(twin), BOTH) == Untrusted("signature")


def test_a_key_that_is_not_known_is_told_from_a_wrong_signature() -> None:
    stranger = RSAKey.generate_key(2048, {"kid": "old"})
    assert claims_of(signed(OLD, "RS256", kid="old"), public(NEW), BOTH) == Untrusted("unknown_key")
    assert claims_of(signed(stranger, "RS256", kid="old"), public(OLD), BOTH) == Untrusted("signature")


@pytest.mark.parametrize(
    "token", ["", "a.b", "a.b.c", "....", "e30.e30.", "é.é.é", "W10.e30.AA", f"{part({'alg': ['RS256'], 'kid': {}})}.e30.AA", "." * 200_000]
)
def test_what_is_no_token_is_not_believed(token: str) -> None:
    assert isinstance(claims_of(token, public(OLD), BOTH), Untrusted)


def test_claims_that_are_no_object_are_not_believed() -> None:
    assert claims_of(by_hand({"alg": "RS256", "kid": "old"}, ["u1"]), public(OLD), BOTH) == Untrusted("signature")


def test_a_critical_member_that_nobody_knows_makes_a_token_void() -> None:
    header = {"alg": "RS256", "kid": "old", "crit": ["x-of-theirs"], "x-of-theirs": 1}
    assert claims_of(by_hand(header, CLAIMS), public(OLD), BOTH) == Untrusted("signature")


@pytest.mark.parametrize(
    "document",
    [
        None,
        {},
        {"keys": "all"},
        {
            "keys": [
                None,
                7,
                {},
                {"kty": "oct", "k": "c2VjcmV0"},
                {"kty": "RSA"},
                {"kty": "AKP", "pub": "x"},
                {"kty": "EC", "crv": "P-999", "x": "x", "y": "y"},
            ]
        },
        {"keys": [{**OLD.as_dict(private=False), "use": "enc"}]},
    ],
)
def test_what_is_no_key_for_signatures_is_left_out(document: object) -> None:
    assert [key for key in read_keys(document) if isinstance(claims_of(signed(OLD, "RS256"), [key], BOTH), dict)] == []
