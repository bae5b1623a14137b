from __future__ import annotations

import pytest

from bot.connectors.dialling import spellings
from bot.connectors.phones import first_phone


@pytest.mark.parametrize(
    ("written", "region", "number"),
    [
        ("966501234567", "SA", "+966501234567"),
        ("966501234567", "DE", "+966501234567"),
        ("٩٦٦٥٠١٢٣٤٥٦٧", "SA", "+966501234567"),
        ("96550123456", "SA", "+96550123456"),
        ("971555555555", "SA", "+971555555555"),
        ("+966501234567", "KW", "+966501234567"),
        ("00966501234567", "KW", "+966501234567"),
        ("0501234567", "SA", "+966501234567"),
        ("501234567", "SA", "+966501234567"),
        ("50123456", "KW", "+96550123456"),
        ("01012345678", "EG", "+201012345678"),
        ("966 50 123 4567", "KW", "+966501234567"),
        ("2025550123", "KW", None),
        ("call me", "SA", None),
        ("²³", "SA", None),
        ("", "SA", None),
        (None, "SA", None),
    ],
)
def test_a_number_is_what_it_can_be_where_it_was_written(written: str | None, region: str, number: str | None) -> None:
    assert first_phone(spellings(written), region) == number
