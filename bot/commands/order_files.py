"""Files of orders: JSON lines, or CSV whose columns are named like the fields of the documented schema."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.connectors.reading import load
from bot.connectors.standard.payloads import CustomerData, InvoiceDetails, OrderData, ParcelData
from bot.errors import DataFileError, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import BinaryIO

Document = dict[str, object]
_YES, _NO = frozenset(("true", "yes", "y", "1")), frozenset(("false", "no", "n", "0"))
_FLAGS: Final = frozenset(("cash_on_delivery", "held", "consent", "marketing"))
_JSON_CELLS: Final = frozenset(("lines", "shipments", "invoices", "refunds", "flags"))
# One parcel and one invoice fit into columns; more of them into a cell with JSON, or into JSON lines.
_GROUPS: Final[dict[str, tuple[str, bool, frozenset[str]]]] = {
    "customer": ("customer", False, frozenset(CustomerData.model_fields)),
    "shipment": ("shipments", True, frozenset(ParcelData.model_fields)),
    "invoice": ("invoices", True, frozenset({*InvoiceDetails.model_fields, "number"})),
}
_SHORT: Final = {name: f"customer.{name}" for name in CustomerData.model_fields}
_MOST_COLUMNS: Final = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file: its number, what it says or why it can't be read, and how many bytes of the file are behind us."""

    number: int
    document: Document | None
    wrong: str
    read: int


def lines_of(path: Path) -> Iterator[Line]:
    """Yield the lines of a file; raise ``DataFileError`` when there is none, or its header is wrong."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise DataFileError(f"{path}: it can't be read: {error.strerror}") from error
    with file:
        first = file.readline().removeprefix(b"\xef\xbb\xbf").lstrip()
        file.seek(0)
        yield from _json_lines(file) if first.startswith(b"{") else _rows(path, file)


def _json_lines(file: BinaryIO) -> Iterator[Line]:
    read = 0
    for number, raw in enumerate(file, 1):
        read += len(raw)
        text = raw.removeprefix(b"\xef\xbb\xbf").strip()
        if not text:
            continue
        try:
            document = load(text)
        except Unreadable:
            yield Line(number, None, "it is no JSON: each line has to be one whole order", read)
            continue
        yield Line(number, document, "", read) if isinstance(document, dict) else Line(number, None, "it is no JSON object", read)


class _Text:
    """The lines of a file as text, counted."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path = path
        self._file = file
        self.read = 0

    def __iter__(self) -> Iterator[str]:
        for number, raw in enumerate(self._file, 1):
            self.read += len(raw)
            try:
                yield raw.removeprefix(b"\xef\xbb\xbf").decode()
            except UnicodeDecodeError as error:
                raise DataFileError(f"{self._path}, line {number}: it is not UTF-8: save the file as CSV UTF-8") from error


def _rows(path: Path, file: BinaryIO) -> Iterator[Line]:
    text = _Text(path, file)
    reader = csv.reader(text, delimiter=_delimiter(path, file), strict=True)
    place: Callable[[], int] = lambda: reader.line_num  # noqa: E731 - a name for what the loop asks twice
    columns: Sequence[str] | None = None
    begins = 1
    try:
        for cells in reader:
            number, begins = begins, place() + 1
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                columns = _header(path, number, cells)
            elif len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
                yield Line(number, None, f"{len(cells)} cells below {len(columns)} columns: quote cells that hold a comma", text.read)
            else:
                yield _row(number, dict(zip(columns, cells, strict=False)), text.read)
    except csv.Error as error:
        raise DataFileError(f"{path}, line {place()}: {error}") from error
    if columns is None:
        raise DataFileError(f"{path}: it is empty")


def _delimiter(path: Path, file: BinaryIO) -> str:
    """Return what separates cells: semicolons where spreadsheets write decimal commas."""
    try:
        first = file.readline().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataFileError(f"{path}, line 1: it is not UTF-8: save the file as CSV UTF-8") from error
    file.seek(0)
    return max(",;\t", key=first.count)


def _header(path: Path, number: int, cells: Sequence[str]) -> Sequence[str]:
    names = [cell.strip().casefold() for cell in cells]
    columns = [_SHORT.get(name, name) for name in names]
    wrong = [repr(name) for name, column in zip(names, columns, strict=True) if not _is_field(column)]
    twice = [repr(name) for name, column in zip(names, columns, strict=True) if columns.count(column) > 1]
    if wrong or len(columns) > _MOST_COLUMNS:
        known = ", ".join([*OrderData.model_fields, *(f"{group}.{name}" for group, (_, _, fields) in _GROUPS.items() for name in sorted(fields))])
        raise DataFileError(f"{path}, line {number}: {', '.join(wrong[:5])}: columns are named after the fields of an order: {known}")
    if twice:
        raise DataFileError(f"{path}, line {number}: {', '.join(twice)}: a column stands there twice")
    return columns


def _is_field(column: str) -> bool:
    group, _, name = column.rpartition(".")
    return name in _GROUPS[group][2] if group in _GROUPS else not group and column in OrderData.model_fields and column != "customer"


def _row(number: int, cells: Mapping[str, str], read: int) -> Line:
    document: Document = {}
    groups: dict[str, Document] = {}
    for column, cell in cells.items():
        if not cell.strip():
            continue
        group, _, name = column.rpartition(".")
        value, wrong = _value(name, cell.strip())
        if wrong:
            return Line(number, None, f"{column}: {wrong}", read)
        (groups.setdefault(group, {}) if group else document)[name] = value
    for group, fields in groups.items():
        where, is_list, _ = _GROUPS[group]
        if where in document:
            return Line(number, None, f"{where}: give it as JSON or in columns, not both", read)
        document[where] = [fields] if is_list else fields
    return Line(number, document, "", read)


def _value(name: str, cell: str) -> tuple[object, str]:
    """Return what a cell says, and what is wrong with it."""
    if name in _FLAGS and cell.casefold() in _YES | _NO:
        return cell.casefold() in _YES, ""
    if name not in _JSON_CELLS:
        return cell, ""
    if name == "flags" and not cell.startswith("["):
        return [one.strip() for one in cell.replace(";", ",").split(",")], ""
    try:
        return json.loads(cell), ""
    except (ValueError, RecursionError):
        return None, "it is no JSON list"
