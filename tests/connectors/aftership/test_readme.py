from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.connectors.aftership import CONNECTOR
from bot.connectors.aftership.mapping import SUBTAGS, TAGS, read
from bot.connectors.base import Ignored
from bot.connectors.scan_fields import word
from tests.connectors.knocking import NOOR, delivery
from tests.connectors.manuals import promised

if TYPE_CHECKING:
    from bot.connectors.snapshots import Meaning

TABLE = promised(CONNECTOR.name, "tag or subtag")


def webhook(event: str, code: str) -> bytes:
    tag, _, number = code.partition("_")
    message = {"tracking_number": "1", "tag": tag, "subtag": code if number else None}
    return json.dumps({"event": event, "ts": 1_794_892_800, "msg": message}).encode()


@pytest.mark.parametrize(("code", "meaning"), TABLE.items(), ids=TABLE)
def test_each_code_becomes_what_the_manual_promises(code: str, meaning: Meaning | None) -> None:
    found = read(webhook("tracking_update", code), NOOR)
    assert not isinstance(found, Ignored)
    assert found.standing == meaning


def test_the_manual_names_every_code_that_is_understood() -> None:
    assert {*TAGS, *SUBTAGS} <= {word(code) for code in TABLE}


@pytest.mark.parametrize(("event", "ignored"), [("tracking_update", False), ("edd_revise", False), ("tracking_pending_time", True), ("other", True)])
def test_the_events_that_the_manual_calls_ignored_are(event: str, *, ignored: bool) -> None:
    assert isinstance(CONNECTOR.parse(delivery(webhook(event, "Delivered"))), Ignored) is ignored
