"""Texts without what points to a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.masking import masked


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("order NH-1042", "order NH-####"),
        ("اتصل على ٠٥٠١٢٣٤٥٦٧", "اتصل على ##########"),
        ("me@shop.example and you@b.example", "<email> and <email>"),
        ("find me @sara_h", "find me <email>"),
        ("see https://shop.example/o/1?t=a now", "see <link> now"),
        ("hello", "hello"),
    ],
)
def test_what_points_to_a_person_is_replaced(text: str, without: str) -> None:
    assert masked(text) == without


@given(st.text(max_size=600))
def test_no_digit_and_no_address_is_left(text: str) -> None:
    kept = masked(text)
    assert not any(char.isdigit() for char in kept)
    assert "@" not in kept.replace("<email>", "") or " @ " in f" {kept} " or kept.endswith("@")
    assert len(kept) <= 500
