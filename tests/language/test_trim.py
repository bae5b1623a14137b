from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.trim import FSI, PDI, trim, width

FAMILY = "👨\u200d👩\u200d👧"
CUT = [
    ("short", 10, "short"),
    ("exactly ten", 11, "exactly ten"),
    ("A very long title", 10, "A very…"),
    ("Averyverylongword", 10, "Averyvery…"),
    ("e\u0301" * 10, 8, "e\u0301" * 3 + "…"),
    (FAMILY * 3, 12, FAMILY + "…"),
    ("🇸🇦🇪🇬🇦🇪", 7, "🇸🇦…"),
    ("👍🏽👍🏽👍🏽", 7, "👍🏽…"),
    (f"a {FSI}{'x' * 30}{PDI}", 12, f"a {FSI}xxxxxxx…{PDI}"),
]


@pytest.mark.parametrize(("text", "limit", "cut"), CUT)
def test_text_is_cut_at_whole_characters(text: str, limit: int, cut: str) -> None:
    assert trim(text, limit) == cut


def test_emoji_count_double() -> None:
    assert width("a👍") == 3
    assert width("طلب") == 3


@given(st.text(max_size=50))
def test_width_is_in_utf_16_units(text: str) -> None:
    assert width(text) == sum(1 + (ord(char) > 0xFFFF) for char in text)


@given(st.text(max_size=200), st.integers(min_value=4, max_value=100))
def test_the_limit_is_kept(text: str, limit: int) -> None:
    assert width(trim(text, limit)) <= limit


@given(st.text(max_size=100))
def test_what_fits_stays(text: str) -> None:
    assert trim(text, width(text)) == text


@given(st.text(alphabet="abc 👍\u0301\u200d🏽🇸🇦" + FSI + PDI, max_size=60), st.integers(min_value=6, max_value=30))
def test_isolates_that_were_opened_are_closed(text: str, limit: int) -> None:
    cut = trim(text, limit)
    assert width(cut) <= limit
    if cut != text:
        assert cut.count(FSI) <= cut.count(PDI)
