from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Unauthenticated
from bot.whatsapp.signature import appsecret_proof, sign, verify

SECRET = "test_app_secret"
COMPACT = b'{"object":"whatsapp_business_account","entry":[]}'
SPACED = b'{"object": "whatsapp_business_account", "entry": []}'


@pytest.mark.parametrize(
    ("body", "digest"),
    [
        (COMPACT, "dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756"),
        (SPACED, "56cbbaf4961c6cfdae48b7f116c047e5eb513d2c931baae63a2bc1afd26f803a"),
    ],
)
def test_the_raw_bytes_are_signed_and_not_their_meaning(body: bytes, digest: str) -> None:
    assert sign(body, SECRET) == f"sha256={digest}"
    verify(body, f"sha256={digest}", [SECRET])


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "sha256=",
        "sha256=00",
        sign(SPACED, SECRET),
        sign(COMPACT, "another"),
        sign(COMPACT, SECRET)[7:],
        sign(COMPACT, SECRET) + "0",
        "\udc80",
        "٣",
    ],
)
def test_every_other_header_is_refused(header: str | None) -> None:
    with pytest.raises(Unauthenticated):
        verify(COMPACT, header, [SECRET])


@pytest.mark.parametrize("secrets", [[], [""], ["", "  "]])
def test_without_a_secret_nobody_is_trusted(secrets: list[str]) -> None:
    with pytest.raises(Unauthenticated, match="no app secret"):
        verify(COMPACT, sign(COMPACT, ""), secrets)


def test_an_empty_secret_among_others_never_counts() -> None:
    with pytest.raises(Unauthenticated):
        verify(COMPACT, sign(COMPACT, ""), ["", SECRET])


def test_any_of_several_secrets_will_do() -> None:
    verify(COMPACT, sign(COMPACT, "new"), ["old", "new"])


@given(st.binary(max_size=64), st.integers(0, 63), st.integers(1, 255))
def test_one_changed_byte_is_noticed(body: bytes, position: int, change: int) -> None:
    altered = bytearray(body or b"x")
    altered[position % len(altered)] ^= change
    with pytest.raises(Unauthenticated):
        verify(bytes(altered), sign(body or b"x", SECRET), [SECRET])


def test_the_proof_is_the_token_signed_with_the_secret() -> None:
    assert appsecret_proof("token", "secret") == sign(b"token", "secret").removeprefix("sha256=")
