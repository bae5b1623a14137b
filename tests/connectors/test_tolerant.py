from __future__ import annotations

from typing import Annotated

import pytest
from hypothesis import given

from bot.connectors.reading import Payload
from bot.connectors.tolerant import ABSENT_UNLESS_OBJECT, ONLY_OBJECTS, Address, Count, Country, Flag, Price, Text, web_address
from tests.connectors.mutations import VALUES


class Inner(Payload):
    text: Text = None


class Sample(Payload):
    text: Text = None
    count: Count = None
    address: Address = None
    flag: Flag = None
    price: Price = None
    country: Country = None
    part: Annotated[Inner | None, ABSENT_UNLESS_OBJECT] = None
    parts: Annotated[tuple[Inner, ...], ONLY_OBJECTS] = ()


@pytest.mark.parametrize(
    ("given_text", "text"),
    [(" a\n b ", "a b"), (12, "12"), (1.5, "1.5"), ("", None), (" ", None), (True, None), ([], None), ("ب" * 300, "ب" * 199 + "…")],
)
def test_a_text_is_made_fit_to_be_shown(given_text: object, text: str | None) -> None:
    assert Sample.model_validate({"text": given_text}).text == text


@pytest.mark.parametrize(
    ("given_count", "count"),
    [(2, 2), ("2", 2), ("2.0", 2), (2.0, 2), ("two", None), (None, None), (float("inf"), None), ("1e300", None), (True, None)],
)
def test_a_count_may_be_written_as_a_text(given_count: object, count: int | None) -> None:
    assert Sample.model_validate({"count": given_count}).count == count


@pytest.mark.parametrize(("given_price", "price"), [("5.00", "5.00"), (5, 5), (0, 0), (0.5, 0.5), ("", None), (None, None), (True, None), ([], None)])
def test_an_amount_that_is_absent_is_none(given_price: object, price: object) -> None:
    assert Sample.model_validate({"price": given_price}).price == price


@pytest.mark.parametrize(
    ("given_flag", "flag"), [(1, True), ("1", True), (True, True), ("true", True), (0, False), ("0", False), ("", False), (None, None), ([], None)]
)
def test_yes_and_no_come_in_many_forms(given_flag: object, flag: bool | None) -> None:  # noqa: FBT001 - a value under test
    assert Sample.model_validate({"flag": given_flag}).flag is flag


@pytest.mark.parametrize("address", ["https://shop.example/o/1?a=ب", "http://shop.example"])
def test_web_addresses_are_kept(address: str) -> None:
    assert web_address(f" {address} ") == address


@pytest.mark.parametrize(
    "address", ["", "temp/order.pdf", "javascript:alert(1)", "https://", "https://[", "https://a b", "https://a/\n", 7, "https://a/" + "x" * 3000]
)
def test_other_addresses_are_not(address: object) -> None:
    assert web_address(address) is None


def test_a_country_is_a_code_and_not_a_name() -> None:
    assert [Sample.model_validate({"country": word}).country for word in ("sa", "السعودية", 1)] == ["SA", None, None]


def test_the_empty_object_of_php_is_none() -> None:
    assert Sample.model_validate({"part": [], "parts": {}}) == Sample()
    assert Sample.model_validate({"part": {"text": "a"}, "parts": [{"text": "b"}, None, 1]}).parts == (Inner(text="b"),)


@given(VALUES, VALUES, VALUES)
def test_nothing_that_is_odd_raises(text: object, flag: object, part: object) -> None:
    Sample.model_validate({"text": text, "count": text, "address": flag, "country": text, "flag": flag, "price": text, "part": part, "parts": part})
