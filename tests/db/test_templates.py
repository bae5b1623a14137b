"""Copies of templates in the database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.template import TemplateCopy, template_id

if TYPE_CHECKING:
    from bot.db import Database


def copy(name: str, language: str = "ar", account: str = "w1", **changes: object) -> TemplateCopy:
    made = TemplateCopy(
        template_id(account, name, language), account, name, language, "APPROVED", "UTILITY", "GREEN", ("order", "store"), synced_at=5
    )
    return replace(made, **changes)  # type: ignore[arg-type] # real fields


async def test_what_is_written_is_read_again(database: Database) -> None:
    whole = copy("a", reason="x", body="نص {{order}}", shape="DOCUMENT QUICK_REPLY", coming_category="MARKETING", created_at=7)
    await database.templates.put_many([whole])
    assert await database.templates.of_account("w1") == [whole]
    assert await database.templates.get_many([whole.id, "w1:b:ar"]) == {whole.id: whole}


async def test_a_copy_takes_the_place_of_the_one_before(database: Database) -> None:
    await database.templates.put_many([copy("a", reason="why")])
    await database.templates.put_many([copy("a", status="PAUSED")])
    (found,) = await database.templates.of_account("w1")
    assert (found.status, found.reason) == ("PAUSED", None)


async def test_a_synchronisation_replaces_an_account_and_no_other(database: Database) -> None:
    other = copy("a", account="w2")
    await database.templates.put_many([copy("a"), copy("b"), other])
    await database.templates.replace_account("w1", [copy("b"), copy("c")])
    assert [one.name for one in await database.templates.of_account("w1")] == ["b", "c"]
    assert await database.templates.of_account("w2") == [other]


async def test_an_account_may_become_empty(database: Database) -> None:
    await database.templates.put_many([copy("a")])
    await database.templates.replace_account("w1", [])
    assert await database.templates.of_account("w1") == []
    await database.templates.put_many([])
