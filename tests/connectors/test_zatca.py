from __future__ import annotations

import base64
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.connectors.zatca import QrCode, hold_reason, other_total, read_qr, told_at
from bot.domain.money import Money

if TYPE_CHECKING:
    from bot.connectors.zatca import Kind, Status

# Published by Salla with its library for such codes.
LATIN = "AQVTYWxsYQIKMTIzNDU2Nzg5MQMUMjAyMS0wNy0xMlQxNDoyNTowOVoEBjEwMC4wMAUFMTUuMDA="
ARABIC = "AQbYs9mE2KkCCjEyMzQ1Njc4OTEDFDIwMjEtMDctMTJUMTQ6MjU6MDlaBAYxMDAuMDAFBTE1LjAw"


def written(*values: bytes) -> str:
    return base64.b64encode(b"".join(bytes((tag, len(value))) + value for tag, value in enumerate(values, 1))).decode()


@pytest.mark.parametrize(
    ("kind", "status", "held"),
    [
        *((kind, None, False) for kind in ("standard", "simplified", None)),
        *((kind, "cleared", False) for kind in ("standard", "simplified", None)),
        *((kind, "rejected", True) for kind in ("standard", "simplified", None)),
        *(("simplified", status, False) for status in ("reported", "pending")),
        *(("standard", status, True) for status in ("reported", "pending")),
        (None, "reported", False),
        (None, "pending", True),
    ],
)
def test_a_business_waits_for_the_clearing_and_nobody_gets_what_was_rejected(kind: Kind | None, status: Status | None, *, held: bool) -> None:
    assert (hold_reason(kind, status) is not None) is held


def test_the_reason_says_what_is_known_of_the_buyer() -> None:
    assert hold_reason("standard", "pending") == "ZATCA has not cleared it yet, and the buyer is a business"
    assert hold_reason(None, "pending") == "ZATCA has not cleared it yet, and the buyer may be a business"


@pytest.mark.parametrize(("status", "at"), [(None, 1_000), ("pending", 1_000), ("cleared", 1_001), ("reported", 1_001), ("rejected", 1_001)])
def test_a_verdict_comes_after_the_waiting_of_the_same_second(status: Status | None, at: int) -> None:
    assert told_at(1_000, status) == at


@pytest.mark.parametrize(("text", "seller"), [(LATIN, "Salla"), (ARABIC, "سلة")])
def test_a_published_code_is_read(text: str, seller: str) -> None:
    assert read_qr(text) == QrCode(seller, "1234567891", "2021-07-12T14:25:09Z", Decimal("100.00"), Decimal("15.00"))


def test_a_code_of_the_second_phase_is_signed_and_its_seller_has_a_real_number() -> None:
    code = read_qr(written("نور".encode(), b"300000000000003", b"2026-11-20T12:21:48", b"184.00", b"24.00", b"\xff" * 32, b"\x00" * 64))
    assert (code.signed, code.vat_number_is_real) == (True, True)
    assert not read_qr(LATIN).vat_number_is_real


@pytest.mark.parametrize(
    "text",
    [
        *("", "no base64 at all", "é", LATIN[:-8], written(b"a"), base64.b64encode(b"\x01").decode(), base64.b64encode(b"\x01\x05ab").decode()),
        written(b"a", b"b", b"c", b"much", b"1"),
        written(b"a", b"b", b"c", b"NaN", b"1"),
        written(b"\xff", b"b", b"c", b"1", b"1"),
    ],
)
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="code of an invoice"):
        read_qr(text)


@given(st.text(min_size=1, max_size=60), st.decimals(0, 10**9, places=2))
def test_whatever_is_written_is_read_back(seller: str, total: Decimal) -> None:
    values = (seller, "300000000000003", "2026-11-20T12:21:48", str(total), "0.00")
    code = read_qr(written(*(value.encode() for value in values)))
    assert (code.seller, code.total) == (seller, total)


@given(st.binary(max_size=80))
def test_bytes_of_any_kind_are_a_code_or_refused(data: bytes) -> None:
    text = base64.b64encode(data).decode()
    found = other_total(text, Money(100, "SAR"))
    assert found is None or str(read_qr(text).total) in found


@pytest.mark.parametrize("total", [Money(10_000, "SAR"), Money(-10_000, "SAR"), Money(1, "USD"), None])
def test_a_code_with_the_same_total_or_of_another_currency_holds_nothing(total: Money | None) -> None:
    assert other_total(LATIN, total) is None


def test_a_code_with_another_total_holds_the_invoice() -> None:
    assert other_total(LATIN, Money(10_001, "SAR")) == "the code on it says 100.00 SAR, the system 100.01 SAR"
    assert other_total("no code", Money(10_001, "SAR")) is other_total(None, Money(1, "SAR")) is None
