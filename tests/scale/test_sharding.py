"""The page on sharding names every collection, once."""

from __future__ import annotations

import re
from pathlib import Path

from bot.db.indexes import INDEXES
from tests.scale.collections import every_collection

PAGE = Path(__file__).parents[2] / "docs" / "operations" / "scale.md"
# Read in order or whole several times a second: spread over shards, each read would ask all of them.
READ_IN_ORDER = {"inbox", "outbox", "desk", "waiting", "leases"}


def rows() -> dict[str, str]:
    """Return what the table says of each collection."""
    found = re.findall(r"^\| (`[a-z_`, ]+`) \| ([^|]+) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    return {name: said.strip() for names, said in found for name in re.findall(r"[a-z_]+", names)}


def test_every_collection_is_named_once() -> None:
    named = re.findall(r"`([a-z_]+)`", "\n".join(line.split("|")[1] for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")))
    assert sorted(named) == sorted(every_collection())


def test_what_is_read_in_order_stays_in_one_place() -> None:
    assert {name for name in READ_IN_ORDER if rows()[name] != "no"} == set()


def test_what_is_sharded_is_found_by_its_id_or_by_an_index_on_each_shard() -> None:
    by_id_alone = {"conversations", "names", "document_pieces", "erased"}
    spread = {name for name, said in rows().items() if said != "no"}
    assert spread - INDEXES.keys() == by_id_alone


def test_no_index_but_that_of_the_id_is_unique() -> None:
    """A unique index of a sharded collection has to begin with the shard key."""
    made = (Path(__file__).parents[2] / "bot" / "db").glob("*.py")
    assert [path.name for path in made if "unique=True" in path.read_text("utf-8")] == []
