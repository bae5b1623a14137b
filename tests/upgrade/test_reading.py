"""What today's release writes is readable by the last one, which runs beside it during an upgrade and after a step back."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import orjson
import pytest

from tests.upgrade.reading import Schema, today, unreadable

LAST: dict[str, Schema] = orjson.loads(Path(__file__).with_name("schema.json").read_bytes())
# What the recorded state of the program could not read yet; since then alerts of unknown kinds are passed over. No version had been
# published: from the first one on a new word is read by one release and written by the next.
BEFORE_THE_FIRST_VERSION = ("Alert.kind may now be 'backlog', which the last release does not know",)


def test_the_last_release_reads_what_todays_writes() -> None:
    assert [one for one in unreadable(LAST, today()) if one not in BEFORE_THE_FIRST_VERSION] == []


def test_every_kind_of_document_of_the_last_release_is_known() -> None:
    assert {"Conversation", "Order", "Customer", "OutboxItem", "InboxItem", "TranscriptEntry", "DeskEntry", "Alert", "StaffMember"} <= LAST.keys()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda order: order["properties"].pop("placed_at") and order["required"].remove("placed_at"),
            "Order.placed_at is gone, and the last release can't read a document without it",
        ),
        (
            lambda order: order["required"].remove("placed_at"),
            "Order.placed_at may now be missing, and the last release can't read a document without it",
        ),
        (lambda order: order["properties"].update(placed_at={"type": "string"}), "Order.placed_at is now string, and the last release reads integer"),
        (lambda order: order["properties"].update(new={"type": "string"}), None),
        (lambda order: order["required"].append("new"), None),
        (lambda order: order.update({"type": "array"}), "Order is now array, and the last release reads object"),
    ],
)
def test_a_change_that_the_last_release_can_not_read_is_told_in_a_sentence(change: object, sentence: str | None) -> None:
    now = deepcopy(LAST)
    assert callable(change)
    change(now["Order"])
    assert unreadable(LAST, now) == ([] if sentence is None else [sentence])


def test_a_new_word_and_a_new_kind_of_value_are_told() -> None:
    last: dict[str, Schema] = {"X": {"properties": {"word": {"enum": ["a", "b"]}, "much": {"anyOf": [{"type": "integer"}, {"type": "null"}]}}}}
    now: dict[str, Schema] = {"X": {"properties": {"word": {"enum": ["a", "c"]}, "much": {"anyOf": [{"type": "string"}, {"type": "null"}]}}}}
    assert unreadable(last, now) == [
        "X.word may now be 'c', which the last release does not know",
        "X.much is now string, and the last release reads integer",
    ]


def test_a_kind_of_document_that_is_gone_is_told() -> None:
    assert unreadable({"X": {}}, {}) == ["X is gone: the last release still reads its documents"]
