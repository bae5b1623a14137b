from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.flow.privacy.erase import Eraser
from bot.flow.privacy.export import export
from bot.flow.privacy.trace import who
from tests.flow.conftest import NOW
from tests.flow.privacy.people import NUMBERS, OMAR, SARA, stand

if TYPE_CHECKING:
    from bot.db import Database


async def test_everything_of_him_is_in_it_and_nothing_of_anybody_else(database: Database) -> None:
    await stand(database, SARA, OMAR, times=1)
    found = await export(database, "noor", SARA.id, NUMBERS, NOW)
    text = found.json.decode()
    assert all(one in text for one in SARA.personal)
    assert not any(one in text for one in OMAR.personal)
    data = json.loads(text)
    assert {name for name, one in data.items() if one == []} == set()
    assert len(data["customer"]) == 2


async def test_it_is_written_for_people(database: Database) -> None:
    await stand(database, SARA, times=1)
    data = json.loads((await export(database, "noor", SARA.id, NUMBERS, NOW)).json)
    assert data["made_at"] == data["messages"][0]["at"] == "2025-10-09T08:53:20+00:00"
    assert data["could_not_be_handled"][0]["body"]["text"] == SARA.words
    assert not {"revision", "commit", "pending", "letter"} & {
        key for section in data.values() if isinstance(section, list) for key in map(str, section)
    }


async def test_files_lie_beside_it_and_their_names_are_harmless(database: Database) -> None:
    await stand(database, SARA, times=1)
    await database.documents.put(f"in:wamid.{SARA.n}1", "../../etc/passwd", "text/plain", b"x", at=NOW)
    files = (await export(database, "noor", SARA.id, NUMBERS, NOW)).files
    assert len(files) == 3
    assert not any("/" in name or name.startswith(".") for name in files)


async def test_of_nobody_there_is_nothing(database: Database) -> None:
    assert (await export(database, "noor", "cu:nobody", NUMBERS, NOW)).counts() == {}


@pytest.mark.parametrize(
    "text", [SARA.digits, f"+{SARA.digits}", SARA.bsuid, SARA.email, SARA.email.upper(), f"NH-{SARA.n}", f"T{SARA.n}", SARA.order, SARA.other_id]
)
async def test_every_identity_leads_to_the_record_that_others_became_part_of(database: Database, text: str) -> None:
    await stand(database, SARA, OMAR, times=1)
    assert await who(database, "noor", text) == [SARA.id]
    assert await who(database, "dar", text) == []


async def test_an_order_of_somebody_who_was_erased_leads_nowhere(database: Database) -> None:
    await stand(database, SARA, times=1)
    await Eraser(database, "noor", NUMBERS).erase(SARA.id, NOW)
    assert await who(database, "noor", f"NH-{SARA.n}") == []
