from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from bot.bench.questions import Faults
from bot.bench.report import Result, Row, as_json, table


def shown(*rows: Row) -> str:
    console = Console(width=200, record=True, file=StringIO())
    console.print(table(rows))
    return console.export_text()


@pytest.mark.parametrize(
    ("row", "met"),
    [
        (Row("rate", 5_000, "/s", 5_000, "least"), True),
        (Row("rate", 4_999, "/s", 5_000, "least"), False),
        (Row("latency", 50, "ms", 50), True),
        (Row("latency", 50.1, "ms", 50), False),
        (Row("reference", 7, "us"), None),
    ],
)
def test_a_budget_is_met_on_its_side(row: Row, met: bool | None) -> None:  # noqa: FBT001
    assert row.met is met


def test_the_table_shows_value_budget_and_verdict() -> None:
    text = shown(Row("durable acknowledgements", 5_432.1, "/s", 5_000, "least", "p99 41 ms"))
    for part in ("durable acknowledgements", "5,432 /s", "≥ 5,000 /s", "yes", "p99 41 ms"):
        assert part in text


def test_a_missed_budget_is_said() -> None:
    assert "no" in shown(Row("ready after", 2.5, "s", 2)).split()


@pytest.mark.parametrize(("value", "text"), [(1_234.5, "1,234 ms"), (12.34, "12.3 ms"), (0.456, "0.46 ms")])
def test_three_figures_are_enough(value: float, text: str) -> None:
    assert text in shown(Row("latency", value, "ms"))


def test_json_has_machine_rows_and_faults() -> None:
    made = as_json(Result([Row("latency", 1.23456, "ms", 50)], Faults(lost=1, examples=["x"])))
    assert made["rows"] == [{"what": "latency", "value": 1.235, "unit": "ms", "budget": {"at": "most", "value": 50}, "met": True, "note": ""}]
    assert made["faults"] == {"lost": 1, "twice": 0, "wrong": 0, "examples": ["x"]}
    assert "machine" in made


def test_results_add_up() -> None:
    result = Result([Row("a", 1, "s")], Faults(wrong=1))
    result.add(Result([Row("b", 2, "s")], Faults(wrong=2)))
    assert [row.what for row in result.rows] == ["a", "b"]
    assert result.faults.wrong == 3
