from __future__ import annotations

import pytest
from hypothesis import given

from bot.connectors.references import first_reference, reference
from tests.connectors.mutations import VALUES


@pytest.mark.parametrize(("value", "ref"), [(" NH-1042 ", "NH-1042"), (1042, "1042"), ("#1042", "#1042"), (2**70, str(2**70)), ("طلب 7", "طلب 7")])
def test_numbers_and_texts_are_references(value: object, ref: str) -> None:
    assert reference(value) == ref


@pytest.mark.parametrize("value", [None, "", " ", False, True, 1.5, [], {}, "a\nb", "x" * 201, 10**300, "\ud800"])
def test_nothing_else_is(value: object) -> None:
    assert reference(value) is None


def test_of_several_the_first_counts() -> None:
    assert [first_reference(value) for value in ("S00042, S00043", "S00042", 42, ", S1", False)] == ["S00042", "S00042", "42", None, None]


@given(VALUES)
def test_any_value_is_a_line_or_nothing(value: object) -> None:
    found = first_reference(value)
    assert found is None or (found == found.strip() and found.isprintable())
