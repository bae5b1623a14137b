from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.connectors.base import Ignored
from bot.connectors.easypost import CONNECTOR
from bot.connectors.easypost.mapping import DETAILS, STATUSES, read
from bot.connectors.scan_fields import word
from tests.connectors.knocking import NOOR
from tests.connectors.manuals import promised

if TYPE_CHECKING:
    from bot.connectors.snapshots import Meaning

TABLE = promised(CONNECTOR.name, "status")
EXTRA = promised(CONNECTOR.name, "status detail of a parcel under way")


def standing(status: str, detail: str | None = None) -> Meaning | None:
    result = {"tracking_code": "1", "status": status, "status_detail": detail}
    found = read(json.dumps({"description": "tracker.updated", "mode": "production", "result": result}).encode(), NOOR)
    assert not isinstance(found, Ignored)
    return found.standing


@pytest.mark.parametrize(("status", "meaning"), TABLE.items(), ids=TABLE)
def test_each_status_becomes_what_the_manual_promises(status: str, meaning: Meaning | None) -> None:
    assert standing(status) == standing(status, "from_the_future") == meaning


@pytest.mark.parametrize(("detail", "meaning"), EXTRA.items(), ids=EXTRA)
def test_each_detail_adds_what_the_manual_promises(detail: str, meaning: Meaning) -> None:
    state, flags = meaning
    assert standing("in_transit", detail) == (state if state == "lost" else "in_transit", flags)
    assert standing("delivered", detail) == ("delivered", ())


def test_the_manual_names_every_word_that_is_understood() -> None:
    assert {*STATUSES, *DETAILS} - {"canceled"} <= {word(code) for code in (*TABLE, *EXTRA)}
