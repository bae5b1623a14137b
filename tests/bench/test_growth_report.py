from __future__ import annotations

import pytest

from bot.bench.growth.report import Size, ratio, rows
from bot.bench.stats import Summary

MIB = 2**20
SMALL = Size(1_000, Summary(400, 8.0, 20.0, 40.0), (1.0, 1.0), 1.0, 180 * MIB, 40 * MIB)
MIDDLE = Size(10_000, Summary(400, 20.0, 90.0, 90.0), (4.0, 4.0), 5.0, 300 * MIB, 50 * MIB)
LARGE = Size(1_000_000, Summary(200, 10.0, 25.0, 40.0), (0.8, 0.4), 1.5, 190 * MIB, 80 * MIB)


def test_a_message_costs_what_bot_and_database_spent_on_it() -> None:
    assert (SMALL.each, LARGE.each) == pytest.approx((5_000, 6_000))


def test_without_answers_nothing_is_divided() -> None:
    assert Size(1, Summary(0, 0, 0, 0), (1.0, 1.0), 1.0).each == 0


def test_the_ends_are_compared_whatever_the_order() -> None:
    assert ratio([MIDDLE, LARGE, SMALL], lambda size: size.answers.p50) == 1.25
    assert ratio([LARGE, SMALL], lambda size: size.ready) == 1.5


def test_nothing_is_compared_with_nothing() -> None:
    assert ratio([SMALL, LARGE], lambda size: size.customers - 1_000) == 0


def test_what_a_message_costs_may_grow_by_three_tenths() -> None:
    found = rows([SMALL, MIDDLE, LARGE], 100)
    assert [(row.value, row.budget, row.met) for row in found[:3]] == [(1.25, 1.3, True), (1.25, None, None), (pytest.approx(1.2), 1.3, True)]


def test_memory_and_start_are_those_of_the_largest() -> None:
    found = rows([SMALL, MIDDLE, LARGE], 100)
    assert [(row.value, row.unit, row.met) for row in found[3:]] == [(1.5, "s", True), (190, "MiB", True), (80, "MiB", None)]


def test_every_size_stands_in_the_note() -> None:
    assert rows([SMALL, MIDDLE, LARGE], 100)[0].note == "1,000: 8.00 ms, 10,000: 20.0 ms, 1,000,000: 10.0 ms"


def test_a_system_that_tells_nothing_has_fewer_rows() -> None:
    mute = [Size(size.customers, size.answers, (0.0, 0.0), size.ready) for size in (SMALL, LARGE)]
    assert [row.unit for row in rows(mute, 100)] == ["x", "x", "s"]
