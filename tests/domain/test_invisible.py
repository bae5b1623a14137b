"""What nobody sees in a text makes no second name of a thing, and turns nothing around on a screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.connectors.reading import Ref
from bot.connectors.tolerant import Text
from bot.domain.names import order_name, parcel_name

MARKS = ["\u200f", "\u200e", "\u202e", "\u2066", "\ufeff", "\u200b", "\u00ad"]


@pytest.mark.parametrize("mark", MARKS)
def test_an_order_and_a_parcel_are_found_whatever_was_copied_along(mark: str) -> None:
    assert order_name("noor", f"{mark}#nh-{mark}1042{mark}") == order_name("noor", "NH-1042")
    assert parcel_name("noor", f"2900{mark} 1234") == parcel_name("noor", "29001234")


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("kind", [TypeAdapter(Ref), TypeAdapter(Text)])
def test_what_a_system_sends_is_taken_without_them(kind: TypeAdapter[str], mark: str) -> None:
    assert kind.validate_python(f"RINV{mark}/2026/0007{mark}") == "RINV/2026/0007"


@pytest.mark.parametrize("text", ["👩\u200d👧", "می\u200cخواهم", "مرحبا", "Café n° 5"])  # noqa: RUF001 - Persian
def test_what_joins_letters_stays(text: str) -> None:
    assert TypeAdapter(Text).validate_python(text) == text


@given(st.text(min_size=1, max_size=40))
def test_names_can_always_be_shown(ref: str) -> None:
    assert order_name("noor", ref).isprintable()
    assert parcel_name("noor", ref).isprintable()
