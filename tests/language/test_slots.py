# ruff: noqa: RUF001 (digits and quotes of other scripts are what is tested)
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.slots import MAX_NUMBERS, find_slots, order_key, same_order

NUMBERS = [
    ("where is order #1001?", ("1001",)),
    ("#1001", ("1001",)),
    ("# 1001", ("1001",)),
    ("1001", ("1001",)),
    ("1001?", ("1001",)),
    ("١٠٠١", ("1001",)),
    ("۱۰۰۱", ("1001",)),
    ("NH-1042", ("NH1042",)),
    ("nh1042", ("NH1042",)),
    ("where is NH-1042 please", ("NH1042",)),
    ("طلبي NH-1042 فين", ("NH1042",)),
    ("order SO2024/0012", ("SO20240012",)),
    ("#1001-A", ("1001A",)),
    ("order 7", ("7",)),
    ("order no. 55", ("55",)),
    ("order number is 1001", ("1001",)),
    ("my order id: 55", ("55",)),
    ("طلب رقم ١٠٠١ وين", ("1001",)),
    ("ابي فاتورة طلبي 1002", ("1002",)),
    ("الطلب١٠٠١", ("1001",)),
    ("فين اوردر 12", ("12",)),
    ("fen order 1003", ("1003",)),
    ("wen talabi 1003", ("1003",)),
    ("orders 1001 and 1002", ("1001", "1002")),
    ("1001, 1002 & 1003", ("1001", "1002", "1003")),
    ("1001 1001", ("1001",)),
    ("invoice of 10012 and order 7", ("7", "10012")),
    ("12", ("12",)),
]
NOT_NUMBERS = [
    "",
    "where is my order",
    "i paid 199.50",
    "SAR 2000",
    "I paid 2000 riyals",
    "it cost 1500 ريال",
    "$1500",
    "1500$",
    "on 12/11/2026 i paid",
    "at 10:30",
    "it has been 10 days",
    "since 3 weeks",
    "call +966501234567",
    "in 2026",
    "two of 3",
    "3ayez a3raf el order",
    "5 stars",
    "sa7",
    "mowafe2",
    "50% off",
    "منذ 3 ايام",
]


@pytest.mark.parametrize(("text", "numbers"), NUMBERS)
def test_order_numbers_are_found(text: str, numbers: tuple[str, ...]) -> None:
    assert find_slots(text).slots.order_numbers == numbers


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert find_slots(text).slots.order_numbers == ()


def test_what_remains_has_no_order_number() -> None:
    found = find_slots("where is order #1001 please")
    assert found.remaining.split() == ["where", "is", "order", "please"]


def test_a_text_without_digits_remains_as_it_is() -> None:
    assert find_slots("وين طلبي؟").remaining == "وين طلبي؟"


def test_there_are_never_more_than_a_handful() -> None:
    assert len(find_slots(" ".join(f"#{number}" for number in range(1000, 1050))).slots.order_numbers) == MAX_NUMBERS


@pytest.mark.parametrize("text", ["1" * 4096, "#" * 4096, "1-" * 2048, "1 " * 2048, "order " * 682, "order no. 1" * 372, "a1" * 2048])
def test_long_odd_texts_are_read_to_the_end(text: str) -> None:
    assert len(find_slots(text).slots.order_numbers) <= MAX_NUMBERS


@given(st.text(max_size=400))
def test_no_text_breaks_it(text: str) -> None:
    assert all(number.isalnum() for number in find_slots(text).slots.order_numbers)


@given(st.integers(min_value=1000, max_value=99_999_999).filter(lambda number: not 1990 <= number < 2100))
def test_every_number_is_found_in_a_sentence(number: int) -> None:
    assert find_slots(f"hello where is {number} now").slots.order_numbers == (str(number),)


@pytest.mark.parametrize("number", ["#nh-١٠٤٢", "NH 1042", "nh_1042", "NH1042", "\u2068#NH-1042\u2069"])
def test_spellings_of_an_order_number_meet(number: str) -> None:
    assert order_key(number) == "NH1042"


@pytest.mark.parametrize(
    ("number", "typed", "same"),
    [("#1001", "1001", True), ("NH-1042", "NH1042", True), ("NH-1042", "1042", True), ("NH-1042", "042", False), ("1001", "NH1001", False)],
)
def test_a_prefix_may_be_left_out(number: str, typed: str, *, same: bool) -> None:
    assert same_order(number, typed) is same
