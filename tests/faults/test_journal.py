"""A journal keeps what was written, whoever is killed, and the far ends' books are read from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults.evidence import Said, Told, said_of, told_of
from tests.faults.journal import Journal, Reader, read
from tests.faults.orders import Orders, read_orders

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_added_is_read(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j")
    journal.add("told", id="a", at=1)
    assert read(tmp_path / "j") == [{"what": "told", "id": "a", "at": 1}]
    journal.close()


def test_a_line_that_was_torn_by_a_kill_costs_no_other(tmp_path: Path) -> None:
    (tmp_path / "j").write_bytes(b'{"what":"told","id":"a"}\n{"what":"to')
    journal = Journal(tmp_path / "j")
    journal.add("told", id="b")
    journal.close()
    assert [one["id"] for one in read(tmp_path / "j")] == ["a", "b"]


def test_a_reader_returns_what_is_new_and_whole(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "j")
    assert reader.new() == []
    (tmp_path / "j").write_bytes(b'{"what":"a"}\n{"wh')
    assert [one["what"] for one in reader.new()] == ["a"]
    (tmp_path / "j").write_bytes(b'{"what":"a"}\n{"what":"b"}\n')
    assert [one["what"] for one in reader.new()] == ["b"]


def test_the_first_200_counts() -> None:
    entries = [
        {"what": "told", "id": "a", "kind": "events", "about": "NH-1", "at": 1, "step": "pay"},
        {"what": "taken", "id": "a", "at": 5},
        {"what": "taken", "id": "a", "at": 9},
        {"what": "told", "id": "b", "kind": "messages", "about": "p1", "at": 2},
    ]
    assert told_of(entries) == (Told("a", "events", "NH-1", 1, 5, "pay"), Told("b", "messages", "p1", 2))


def test_what_whatsapp_accepted_is_read_from_its_journal() -> None:
    assert said_of([{"what": "said", "id": "w", "outbox_id": "c:1:0", "to": "p1", "at": 3}]) == (Said("w", "c:1:0", "p1", 3),)


def test_orders_outlive_their_reader(tmp_path: Path) -> None:
    orders = Orders(messages=2.0, floods={"shop": 1}, switches={"http_500": 0.5})
    orders.write(tmp_path / "orders.json")
    assert read_orders(tmp_path / "orders.json") == orders
