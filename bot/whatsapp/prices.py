"""Meta's price table: a file that a shop can replace."""

from __future__ import annotations

import csv
from decimal import Decimal, InvalidOperation
from pathlib import Path

from bot.domain.cost import REST, PriceTable
from bot.errors import DataFileError

RATES = ("marketing", "utility", "authentication")
_HEAD = ["market", "countries", *RATES]
_MICROS = 1_000_000
_CODE_LENGTH = 2
# Dollars; what costs more is a slip of the pen.
_MOST = 1_000


def load_prices(path: Path | None = None) -> PriceTable:
    """Read the table that comes with the program, or a shop's own; raise ``DataFileError`` naming file, line and mend.

    ``*`` stands for every country without a line. Where that is missing, too, a message to such a country has no price: it goes all
    the same, and an alert says which line is lacking.
    """
    source = path or Path(__file__).with_name("prices.csv")
    try:
        text = source.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(f"{source}: the price table can't be read: {error}") from error
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    rows = [_cells(f"{source}, line {number}", line) for number, line in lines]
    if not rows or rows[0] != _HEAD:
        raise DataFileError(f"{source}: the first line must be {','.join(_HEAD)}")
    micros: dict[tuple[str, str], int] = {}
    for (number, _), row in zip(lines[1:], rows[1:], strict=True):
        _read_row(f"{source}, line {number}", row, micros)
    return PriceTable(micros)


def _cells(where: str, line: str) -> list[str]:
    """Return the cells of one line; one that is quoted ends in its line, too."""
    try:
        (row,) = csv.reader([line], strict=True)
    except csv.Error as error:
        raise DataFileError(f"{where}: {error}: close the quotation mark in the same line") from error
    return [cell.strip() for cell in row]


def _read_row(where: str, row: list[str], micros: dict[tuple[str, str], int]) -> None:
    if len(row) != len(_HEAD):
        raise DataFileError(f"{where}: {len(row)} fields instead of {len(_HEAD)}: {','.join(_HEAD)}")
    for country in row[1].split():
        if country != REST and not (len(country) == _CODE_LENGTH and country.isalpha() and country.isupper()):
            raise DataFileError(f"{where}: {country!r} is no country: two capital letters such as SA, or {REST}")
        for name, cell in zip(RATES, row[2:], strict=True):
            if (country, name) in micros:
                raise DataFileError(f"{where}: {country} has a price already: keep one of the two lines")
            micros[country, name] = _micros(where, name, cell)


def _micros(where: str, name: str, cell: str) -> int:
    try:
        price = Decimal(cell)
    except InvalidOperation:
        price = Decimal(-1)
    # NaN can't be compared.
    if not price.is_finite() or not 0 <= price <= _MOST:
        raise DataFileError(f"{where}: {cell!r} is no price for {name}: write US dollars such as 0.0107")
    return int(price * _MICROS)
