"""Reading a world from a YAML file, for simulators that run on their own.

::

    numbers:
      - {phone_number_id: "100", waba_id: "200", display_phone_number: "+966500000001", verified_name: Shop}
    people:
      - {id: sara, name: Sara, language: ar, wa_id: "966500000002", bsuid: SA.1, country: SA, store_id: shop, store_name: Shop}
    shippables:
      sara: [{order_number: "1001", carrier: Aramex, tracking_number: A1, tracking_url: "https://example.com/A1"}]
    store_secrets: {shop: whsec_...}
    templates: [{name: ..., language: ..., category: ..., components: [...]}]
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, TypeVar

import yaml

from bot.errors import DataFileError
from bot.simulator.people import Person, Shippable, SimNumber

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, object]
Value = TypeVar("Value", Person, Shippable, SimNumber)
_LISTS = ("numbers", "people", "templates")


@dataclass(frozen=True, slots=True)
class WorldFile:
    """What a file says of a world."""

    numbers: tuple[SimNumber, ...] = ()
    people: tuple[Person, ...] = ()
    shippables: dict[str, tuple[Shippable, ...]] | None = None
    store_secrets: dict[str, str] | None = None
    templates: tuple[Row, ...] = ()


def read_world(path: Path, *, access_token: str, app_secret: str) -> WorldFile:
    """Return the world of a file. Numbers without a token or secret get the ones given; ``DataFileError`` names what is wrong."""
    content = read_yaml(path)
    if not isinstance(content, dict):
        raise DataFileError(f"{path}: a world is a mapping with numbers, people and so on")
    rows = {name: _rows(path, content, name) for name in _LISTS}
    numbers = tuple(_value(path, "numbers", SimNumber, {"access_token": access_token, "app_secret": app_secret} | row) for row in rows["numbers"])
    if not numbers:
        raise DataFileError(f"{path}: numbers is empty; a world needs one number at least")
    first: Row = {"phone_number_id": numbers[0].phone_number_id}
    shippables = content.get("shippables") or {}
    return WorldFile(
        numbers=numbers,
        people=tuple(_value(path, "people", Person, first | row) for row in rows["people"]),
        shippables={str(who): tuple(_value(path, "shippables", Shippable, row) for row in parcels) for who, parcels in shippables.items()},
        store_secrets={str(store): str(secret) for store, secret in (content.get("store_secrets") or {}).items()},
        templates=tuple(rows["templates"]),
    )


def read_yaml(path: Path) -> object:
    """Return the content of a YAML file; ``DataFileError`` when it can't be read."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataFileError(f"{path}: {error}") from None


def _rows(path: Path, content: Row, name: str) -> list[Row]:
    rows = content.get(name) or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DataFileError(f"{path}: {name} must be a list of mappings")
    return rows


def _value(path: Path, where: str, kind: type[Value], row: Row) -> Value:
    known = {field.name for field in fields(kind)}
    if unknown := sorted(set(row) - known):
        raise DataFileError(f"{path}: {where}: {', '.join(unknown)} is unknown (there are {', '.join(sorted(known))})")
    try:
        return kind(**row)  # type: ignore[arg-type]  # the names are checked above, and a test reads every field
    except TypeError as error:
        raise DataFileError(f"{path}: {where}: {error}") from None
