from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.connectors.base import Ignored
from bot.connectors.scan_fields import word
from bot.connectors.seventeentrack import CONNECTOR
from bot.connectors.seventeentrack.mapping import STATUSES, SUBSTATUSES, read
from tests.connectors.knocking import NOOR
from tests.connectors.manuals import promised

if TYPE_CHECKING:
    from bot.connectors.snapshots import Meaning

TABLE = promised(CONNECTOR.name, "status, stage or substatus")


def standing(status: str, sub_status: str | None = None) -> Meaning | None:
    info = {"latest_status": {"status": status, "sub_status": sub_status}}
    found = read(json.dumps({"event": "TRACKING_UPDATED", "data": {"number": "1", "track_info": info}}).encode(), NOOR)
    assert not isinstance(found, Ignored)
    return found.standing


@pytest.mark.parametrize(("code", "meaning"), TABLE.items(), ids=TABLE)
def test_each_word_becomes_what_the_manual_promises(code: str, meaning: Meaning | None) -> None:
    status, _, rest = code.partition("_")
    assert standing(status, code if rest else None) == meaning


def test_the_manual_names_every_word_that_is_understood() -> None:
    assert {*STATUSES, *SUBSTATUSES} <= {word(code) for code in TABLE}


@pytest.mark.parametrize(
    ("sub_status", "status"), [("Exception_Damage", "Exception"), ("InTransit_Other", "InTransit"), ("Expired_Other", "Expired")]
)
def test_of_an_unknown_substatus_the_first_part_counts(sub_status: str, status: str) -> None:
    assert standing(status, sub_status) == TABLE[status]
