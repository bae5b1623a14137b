from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from bot.connectors import shippo
from bot.connectors.base import Ignored
from bot.connectors.scan_fields import word
from bot.connectors.shippo.mapping import STATUSES, SUBSTATUSES, read
from bot.connectors.shippo.options import ShippoOptions
from tests.connectors.knocking import NOOR
from tests.connectors.manuals import promised

if TYPE_CHECKING:
    from bot.connectors.snapshots import Meaning

TABLE = promised("shippo", "status")
SUBTABLE = promised("shippo", "substatus")


def standing(status: str, code: str | None = None) -> Meaning | None:
    current = {"status": status, "substatus": {"code": code} if code else None}
    body = json.dumps({"event": "track_updated", "data": {"tracking_number": "1", "tracking_status": current}}).encode()
    found = read(body, NOOR, ShippoOptions())
    assert not isinstance(found, Ignored)
    return found.standing


@pytest.mark.parametrize(("status", "meaning"), TABLE.items(), ids=TABLE)
def test_each_status_becomes_what_the_manual_promises(status: str, meaning: Meaning | None) -> None:
    assert standing(status) == meaning


@pytest.mark.parametrize(("code", "meaning"), SUBTABLE.items(), ids=SUBTABLE)
def test_each_substatus_goes_before_the_status_unless_the_parcel_has_arrived(code: str, meaning: Meaning) -> None:
    shown = standing("TRANSIT", code)
    assert shown is not None
    assert shown[1] == meaning[1]
    assert meaning[0] in {"unknown", shown[0]}
    assert standing("DELIVERED", code) == ("delivered", ())


def test_the_manual_names_every_word_that_is_understood() -> None:
    assert {*STATUSES, *SUBSTATUSES} <= {word(code) for code in (*TABLE, *SUBTABLE)}


def test_the_manual_names_every_option_and_the_one_that_holds_unless_set() -> None:
    manual = (Path(shippo.__file__).parent / "README.md").read_text(encoding="utf-8")
    field = ShippoOptions.model_fields["metadata"]
    assert all(f'| `"{value}"`' in manual for value in get_args(field.annotation))
    assert f'`"{field.default}"` (unless set)' in manual
