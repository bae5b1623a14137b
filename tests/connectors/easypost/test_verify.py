from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.easypost import CONNECTOR
from bot.connectors.easypost.verify import sign
from bot.errors import Unauthenticated
from tests.connectors.knocking import knock

# The body, the secret and the signature of EasyPost's own client libraries' tests.
BODY = (Path(__file__).parent / "fixtures" / "tracker_updated_in_transit.json").read_bytes().rstrip(b"\n")
SECRET = "sécret"
SIGNATURE = "hmac-sha256-hex=38f3f53c103713df81616a0a186d77141957323ec21d5fe9363db93840f527db"


def verify(body: bytes, header: str | None, secrets: list[str]) -> str:
    return CONNECTOR.verify(knock(body, {} if header is None else {"x-hmac-signature": header}), secrets)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_easyposts_own_example_is_let_in_however_the_accent_was_typed(form: str) -> None:
    typed = unicodedata.normalize(form, SECRET)  # type: ignore[arg-type]  # The four forms that there are.
    assert verify(BODY, SIGNATURE, [typed]) == "evt_1"


def test_header_names_may_be_written_in_any_case() -> None:
    assert CONNECTOR.verify(knock(BODY, {"X-HMAC-SIGNATURE": SIGNATURE}), [SECRET]) == "evt_1"


@pytest.mark.parametrize("secrets", [["other", SECRET], [SECRET, "other"], ["", SECRET]])
def test_one_good_secret_among_several_is_enough(secrets: list[str]) -> None:
    assert verify(BODY, SIGNATURE, secrets) == "evt_1"


@pytest.mark.parametrize("secrets", [[], [""], ["secret"]])
def test_without_the_right_secret_nothing_is_let_in(secrets: list[str]) -> None:
    with pytest.raises(Unauthenticated):
        verify(BODY, SIGNATURE, secrets)


@pytest.mark.parametrize("header", [None, "", SIGNATURE.removeprefix("hmac-sha256-hex="), SIGNATURE[:-1]])
def test_anything_but_the_whole_header_is_refused(header: str | None) -> None:
    with pytest.raises(Unauthenticated):
        verify(BODY, header, [SECRET])


@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_one_changed_byte_is_noticed(place: int, change: int) -> None:
    with pytest.raises(Unauthenticated):
        verify(BODY[:place] + bytes([BODY[place] ^ change]) + BODY[place + 1 :], SIGNATURE, [SECRET])


@pytest.mark.parametrize("body", [b"{", b"[]", b"{}", b'{"id": []}'])
def test_a_body_without_an_id_is_known_by_its_bytes(body: bytes) -> None:
    assert len(verify(body, sign(SECRET, body), [SECRET])) == 64
