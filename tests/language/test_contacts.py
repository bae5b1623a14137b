from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.contacts import emails, links, phones

MAILS = [
    ("mail me at sara@shop.example", ["sara@shop.example"]),
    ("sara.h+x@mail.shop.example.com, please", ["sara.h+x@mail.shop.example.com"]),
    ("a@b.co and c@d.org", ["a@b.co", "c@d.org"]),
    ("بريدي sara@shop.example شكرا", ["sara@shop.example"]),
    ("no address here @home", []),
    ("sara@localhost", []),
]
NUMBERS = [
    ("+966 50 123 4567", ["+966501234567"]),
    ("call +966501234567 or 00201001234567", ["+966501234567", "+201001234567"]),
    ("call me 0501234567", ["0501234567"]),
    ("0501234567", ["0501234567"]),
    ("my phone (11) 91234-5678", ["11912345678"]),
    ("رقمي 551234567", ["551234567"]),
    ("meine telefonnummer ist 030 123456789", ["030123456789"]),
    ("whatsapp 9876543210", ["9876543210"]),
    ("order 9876543210", []),
    ("#1001", []),
    ("12/11/2026", []),
    ("I ordered 2", []),
]


@pytest.mark.parametrize(("text", "found"), MAILS)
def test_addresses_are_found(text: str, found: list[str]) -> None:
    assert [one.text for one in emails(text)] == found


@pytest.mark.parametrize(("text", "found"), NUMBERS)
def test_phone_numbers_are_found(text: str, found: list[str]) -> None:
    assert [one.text for one in phones(text)] == found


@pytest.mark.parametrize("text", ["https://shop.example/orders/12345678", "see www.shop.example/12345678 now"])
def test_links_are_found(text: str) -> None:
    assert ["shop.example" in one.text for one in links(text)] == [True]


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    assert all(one.text.lstrip("+").isdigit() for one in phones(text))
    assert all("@" in one.text for one in emails(text))


@given(st.integers(min_value=10**8, max_value=10**12))
def test_an_international_number_is_found_in_any_sentence(number: int) -> None:
    assert [one.text for one in phones(f"please ring +{number} today")] == [f"+{number}"]
