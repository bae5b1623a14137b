from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.numbers import order_numbers, tracking_numbers

FORMS = [
    ("pedido 112-1234567-1234567", "112-1234567-1234567"),
    ("pesanan INV/20240101/MPL/123456789 mana", "INV/20240101/MPL/123456789"),
    ("where is AB12CD34", "AB12CD34"),
    ("order no 240915ABC1DEF", "240915ABC1DEF"),
    ("sipariş no: 9876543210", "9876543210"),
    ("Bestellnummer 305-8812345-1", "305-8812345-1"),
    ("commande n° 45", "45"),
    ("mi pedido es 77", "77"),
    ("OD123456789012345678", "OD123456789012345678"),
    ("my order is 2000001234567890", "2000001234567890"),
    ("ऑर्डर नंबर 55 कहाँ है", "55"),
    ("آرڈر نمبر 55 کہاں ہے", "55"),
    ("mera order 55 kahan hai", "55"),
    ("wo ist bestellung 55", "55"),
    ("SO#1001", "1001"),
    ("#A1001", "A1001"),
]
NONE = [
    "I paid 2000 rupees",
    "Rs 2000",
    "cost 2000 TL",
    "2000 rb",
    "1500 €",
    "hace 10 dias",
    "vor 14 tagen",
    "depuis 3 semaines",
    "12/11/2026",
    "12-11-26",
    "2026-11-12",
    "0501234567",
    "el order sa7",
    "order 3ayez a3raf",
    "size 42",
    "pincode 560001",
    "zip code is 90210",
    "otp: 445566",
    "2-3",
]
PARCELS = [
    ("1Z999AA10123456784 where", "1Z999AA10123456784"),
    ("RR123456789CN nerede", "RR123456789CN"),
    ("TBA123456789000", "TBA123456789000"),
    ("awb 1234567890", "1234567890"),
    ("my tracking number is 784512369852", "784512369852"),
    ("número de seguimiento: 784512", "784512"),
    ("sendungsnummer 00340434", "00340434"),
    ("takip no 55512345", "55512345"),
    ("no resi 000123456789", "000123456789"),
    ("رقم التتبع 123456789", "123456789"),
    ("tracking id JD0112345678901234", "JD0112345678901234"),
]


@pytest.mark.parametrize(("text", "number"), FORMS)
def test_every_form_of_an_order_number_is_found(text: str, number: str) -> None:
    assert [found.text for found in order_numbers(text)] == [number]


@pytest.mark.parametrize("text", NONE)
def test_amounts_dates_phones_and_words_are_none(text: str) -> None:
    assert list(order_numbers(text)) == []


@pytest.mark.parametrize(("text", "number"), PARCELS)
def test_tracking_numbers_are_found(text: str, number: str) -> None:
    assert [found.text for found in tracking_numbers(text)] == [number]


@pytest.mark.parametrize("text", ["order 1001", "1234567890", "track my order", "tracking 12", "call 0501234567"])
def test_other_numbers_are_no_parcels(text: str) -> None:
    assert list(tracking_numbers(text)) == []


def test_a_named_number_is_surer_than_a_bare_one() -> None:
    assert [(found.text, found.surety) for found in order_numbers("12345 and order 7")] == [("12345", 1), ("7", 2)]


@given(st.text(max_size=300))
def test_what_is_found_stands_in_the_text(text: str) -> None:
    for found in (*order_numbers(text), *tracking_numbers(text)):
        assert found.text in text[found.start : found.end]


@given(st.integers(min_value=1000, max_value=10**18).filter(lambda number: not 1990 <= number < 2100))
def test_a_number_that_is_named_is_always_found(number: int) -> None:
    assert [found.text for found in order_numbers(f"pedido {number} por favor")] == [str(number)]
