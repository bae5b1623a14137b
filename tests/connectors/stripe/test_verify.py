from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.stripe import CONNECTOR
from bot.connectors.stripe.verify import TOLERANCE
from bot.domain.clock import SECOND
from bot.errors import Unauthenticated
from tests.connectors.knocking import NOW, knock
from tests.connectors.stripe.events import SECRET, body, signature, signed

BODY = body("constructed_invoice_finalized")
OTHER = "whsec_another-secret-of-stripe"


def verify(headers: dict[str, str], content: bytes = BODY, secrets: tuple[str, ...] = (SECRET,), *, at: int = NOW) -> str:
    return CONNECTOR.verify(knock(content, headers, at=at), secrets)


def header(text: str) -> dict[str, str]:
    return {"stripe-signature": text}


def test_a_signed_event_is_known_by_its_id() -> None:
    assert verify(signed(BODY)) == "evt_invoice_finalized"


def test_a_signature_made_by_openssl_fits() -> None:
    # printf '%s' '1492774577.{...}' | openssl dgst -sha256 -hmac whsec_test_secret
    found = "c137b1b62277d523cf8fed4dfbd0170a9a5b8a380e00cc3711d4bf0652f2ce7a"
    content = b'{"id": "evt_test_webhook", "object": "event"}'
    assert CONNECTOR.verify(knock(content, header(f"t=1492774577,v1={found}"), at=1492774577 * SECOND), ["whsec_test_secret"]) == "evt_test_webhook"


def test_a_repetition_is_signed_anew_and_has_the_same_id() -> None:
    later = NOW + 3_600 * SECOND
    assert verify(signed(BODY, at=later // SECOND), at=later) == verify(signed(BODY))


@pytest.mark.parametrize("off", [-TOLERANCE, 0, TOLERANCE])
def test_five_minutes_off_are_let_pass(off: int) -> None:
    assert verify(signed(BODY), at=NOW + off)


@pytest.mark.parametrize("off", [-TOLERANCE - 1, TOLERANCE + 1])
def test_more_than_five_minutes_off_is_refused_though_the_signature_fits(off: int) -> None:
    with pytest.raises(Unauthenticated, match="five minutes"):
        verify(signed(BODY), at=NOW + off)


@pytest.mark.parametrize("secrets", [(OTHER, SECRET), (SECRET, OTHER), ("", SECRET)])
def test_either_of_our_secrets_is_good_while_it_is_changed(secrets: tuple[str, ...]) -> None:
    assert verify(signed(BODY), secrets=secrets)


@pytest.mark.parametrize("first", [SECRET, OTHER])
def test_either_of_stripes_signatures_is_good_while_it_is_changed(first: str) -> None:
    second = OTHER if first == SECRET else SECRET
    given = f"t={NOW // 1000}, v1={signature(BODY, first)}, v1={signature(BODY, second)}"
    assert verify(header(given))


@pytest.mark.parametrize("secrets", [(), ("",), (OTHER,)])
def test_without_the_right_secret_nothing_is_let_in(secrets: tuple[str, ...]) -> None:
    with pytest.raises(Unauthenticated):
        verify(signed(BODY), secrets=secrets)


def test_the_secret_is_used_as_it_stands_and_not_decoded() -> None:
    secret = "whsec_" + base64.b64encode(b"a key of twenty-four byte").decode()
    assert verify(signed(BODY, secret), secrets=(secret,))


@pytest.mark.parametrize(
    "text",
    [
        *("", "t=1", f"v1={signature(BODY)}", f"t={NOW // 1000},v0={signature(BODY)}", f"t=,v1={signature(BODY)}", f"t=1e9,v1={signature(BODY)}"),
        *(
            f"t=-1,v1={signature(BODY)}",
            f"t={'9' * 13},v1={signature(BODY)}",
            f"t=١٧٩٥٠٠٠٠٠٠,v1={signature(BODY)}",
            "t=1795000000;v1=a",
            ",,,",
            "é\udcff",
        ),
    ],
)
def test_a_header_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(Unauthenticated):
        verify(header(text))


def test_without_the_header_nothing_is_let_in() -> None:
    with pytest.raises(Unauthenticated, match="missing"):
        verify({})


@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_one_changed_byte_is_noticed(place: int, change: int) -> None:
    forged = BODY[:place] + bytes([BODY[place] ^ change]) + BODY[place + 1 :]
    with pytest.raises(Unauthenticated):
        verify(signed(BODY), forged)


def test_another_time_than_the_signed_one_is_noticed() -> None:
    with pytest.raises(Unauthenticated):
        verify(header(f"t={NOW // 1000 + 1},v1={signature(BODY)}"))


@given(st.text(max_size=80))
def test_whatever_a_stranger_sends_as_a_signature_is_refused(text: str) -> None:
    with pytest.raises(Unauthenticated):
        verify(header(f"t={NOW // 1000},v1={text}"))


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"id": {}}', b"\xff"])
def test_a_signed_body_without_an_id_is_known_by_its_bytes(content: bytes) -> None:
    assert len(verify(signed(content), content)) == 64


@pytest.mark.parametrize("secret", ["", "sk_live_51Noor8f0c2d1a9be84f27", "whsec_", "whsec_short", "whsec_with spaces in its middle", "rk_live_1"])
def test_an_api_key_is_no_signing_secret(secret: str) -> None:
    assert CONNECTOR.wrong_secret(secret)


def test_a_signing_secret_is_one() -> None:
    assert CONNECTOR.wrong_secret(SECRET) is None
