from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.commands.order_files import lines_of
from bot.errors import DataFileError

if TYPE_CHECKING:
    from pathlib import Path

    from bot.commands.order_files import Line


def read(folder: Path, text: str | bytes) -> list[Line]:
    path = folder / "orders"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(lines_of(path))


def documents(folder: Path, text: str | bytes) -> list[dict[str, object] | None]:
    return [line.document for line in read(folder, text)]


def test_columns_are_fields_and_groups_of_them(tmp_path: Path) -> None:
    head = "id,Phone,customer.name,shipment.carrier,shipment.flags,invoice.number,refunds,cash_on_delivery"
    (document,) = documents(tmp_path, f'{head}\n1,+966,Sara,DHL,"delayed; on_hold",I-1,"[{{""id"": ""R""}}]",no\n')
    assert document == {
        "id": "1",
        "customer": {"phone": "+966", "name": "Sara"},
        "shipments": [{"carrier": "DHL", "flags": ["delayed", "on_hold"]}],
        "invoices": [{"number": "I-1"}],
        "refunds": [{"id": "R"}],
        "cash_on_delivery": False,
    }


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found(separator: str, tmp_path: Path) -> None:
    assert documents(tmp_path, f"\ufeffid{separator}number\r\n1{separator}2\r\n") == [{"id": "1", "number": "2"}]


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    lines = read(tmp_path, 'id,number\n1,"a\nb"\n\n2,c\n')
    assert [(line.number, line.document) for line in lines] == [(2, {"id": "1", "number": "a\nb"}), (5, {"id": "2", "number": "c"})]


def test_how_far_we_have_come_is_counted_in_bytes(tmp_path: Path) -> None:
    assert [line.read for line in read(tmp_path, '{"id": "1"}\n\n{"id": "2"}')] == [12, 24]


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("1,2,3,4", "4 cells below 3 columns: quote cells that hold a comma"),
        ("1,[,", "lines: it is no JSON list"),
    ],
)
def test_what_is_wrong_with_a_row_is_said(row: str, wrong: str, tmp_path: Path) -> None:
    (line,) = read(tmp_path, f"id,lines,status\n{row}\n")
    assert (line.document, line.wrong) == (None, wrong)


def test_a_parcel_in_columns_and_parcels_as_json_do_not_go_together(tmp_path: Path) -> None:
    (line,) = read(tmp_path, "id,shipments,shipment.carrier\n1,[],DHL\n")
    assert line.wrong == "shipments: give it as JSON or in columns, not both"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "it is empty"),
        ("id,colour\n", "line 1: 'colour'"),
        ("customer,id\n", "line 1: 'customer'"),
        ("phone,customer.phone\n", "a column stands there twice"),
        (b"id,name\n1,\xff\n", "line 2: it is not UTF-8"),
        (b"\xff\xfe", "line 1: it is not UTF-8"),
        ('id,name\n1,"a\n', "line 2: "),
    ],
)
def test_a_file_that_makes_no_sense_is_refused(text: str | bytes, wrong: str, tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=wrong):
        read(tmp_path, text)


def test_json_lines_say_what_is_wrong_with_each(tmp_path: Path) -> None:
    lines = read(tmp_path, '{"id": 1}\n{\n7\n')
    assert [line.wrong for line in lines] == ["", "it is no JSON: each line has to be one whole order", "it is no JSON object"]
