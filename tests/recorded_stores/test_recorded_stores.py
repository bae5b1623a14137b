"""Every recorded or constructed sample of a store, carrier or invoicing system, signed as its system signs, at the doors of a bot that runs.

Each row of ``rows.yaml`` is an order of its own. Its samples are posted in waves, each twice: in the order in which they happened, and
the other way round. Nothing goes out before all is told, so that both ways the customer hears the same.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

import pytest

from bot.app import clock
from bot.connectors.registry import CONNECTORS
from tests.recorded_stores.outcomes import Outcome, decided, outcomes
from tests.recorded_stores.providers import PROVIDERS, forged
from tests.recorded_stores.retelling import CONNECTORS as SAMPLES
from tests.recorded_stores.rows import Row, item_ids, read_rows

if TYPE_CHECKING:
    from tests.recorded_stores.conftest import Stand

ROWS = read_rows()
# What only an API answers: the connectors ask for it.
ANSWERS = {"magento": {"constructed_order", "constructed_shipments", "constructed_creditmemos"}}
ANSWERS["bigcommerce"] = {f"constructed_{name}" for name in ("order", "addresses", "products", "shipments", "refunds")}


async def tell(stand: Stand, *, backwards: bool) -> list[Outcome]:
    """Post everything, wave after wave, each request twice; then let the bot send, and return what has come of each row."""
    told = [row.requests(stand.now, stand.files)[:: -1 if backwards else 1] for row in ROWS]
    for wave in zip_longest(*told):
        for made in wave:
            if made is not None:
                connector = CONNECTORS[made.path.split("/")[1]]
                assert [await stand.post(made), await stand.post(made)] == [connector.success] * 2, made.path
        await stand.handled()
    notices = await decided(stand.db)
    await stand.let_go()
    return await outcomes(stand, ROWS, notices)


def expected(row: Row) -> Outcome:
    return Outcome(row.ends, row.parcels, row.notices, row.comes_of)


@pytest.mark.slow
@pytest.mark.embedded
async def test_every_sample_ends_in_the_state_and_the_notices_of_the_table(stand: Stand) -> None:
    found = await tell(stand, backwards=False)
    assert {row.name: outcome for row, outcome in zip(ROWS, found, strict=True)} == {row.name: expected(row) for row in ROWS}


@pytest.mark.slow
@pytest.mark.embedded
async def test_in_reverse_order_they_end_in_the_same_state_and_the_customers_hear_the_same(stand: Stand) -> None:
    found = await tell(stand, backwards=True)
    ends = {row.name: (outcome.ends, sorted(outcome.parcels), outcome.said) for row, outcome in zip(ROWS, found, strict=True)}
    assert ends == {row.name: (row.ends, sorted(row.parcels), expected(row).said) for row in ROWS}


@pytest.mark.embedded
async def test_a_flipped_byte_is_refused_and_nothing_is_stored(stand: Stand) -> None:
    for row in ROWS:
        for made in row.requests(stand.now, stand.files)[row.seeds :]:
            assert await stand.post(forged(made, made.path.split("/")[1])) == 401, row.name
    assert await stand.db.inbox.waiting(clock() + 1, 1) == []
    assert await stand.db.parked.all() == []
    ids = [one for row in ROWS for made in row.requests(stand.now, stand.files) for one in item_ids(made, stand.store, clock())]
    assert await stand.db.events.known(ids) == set()


def test_no_sample_is_missing_from_the_table() -> None:
    told = {tuple(one.split()[:2]) for row in ROWS for one in row.told}
    there = {(path.parts[-3], path.stem) for path in SAMPLES.glob("*/fixtures/*.json")}
    left = {(connector, name) for connector, name in there - told if name not in ANSWERS.get(connector, set())}
    assert left == {("magento", "constructed_module_order")}
    assert ("standard", "magento/constructed_module_order") in told
    assert {connector for connector, _ in told} == set(PROVIDERS) == set(CONNECTORS)
