from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from bot.connectors.base import Response
from bot.db.fetches import WantedDocument
from bot.domain.order import Invoice
from bot.errors import FetchFailed
from bot.flow.invoice_files import InvoiceFiles
from tests.flow.conftest import NOW, ON_ITS_WAY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.db import Database

WANTED = WantedDocument("invoice:noor:1:INV/1", "https://shop.example/1.pdf", "noor", "noor:1", "INV/1", NOW)
ORDER = replace(ON_ITS_WAY, invoices=(Invoice("INV/1", NOW, None, pdf_url=WANTED.url), Invoice("INV/2", NOW, None)))
PDF = Response(200, {}, b"%PDF-1.7 the original")


@dataclass
class Shop:
    """Answers in turn; the last answer for ever."""

    answers: list[Response | FetchFailed] = field(default_factory=lambda: [PDF])

    async def __call__(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        json: object = None,
        data: bytes | None = None,
    ) -> Response:
        del method, url, headers, params, json, data
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, FetchFailed):
            raise answer
        return answer


async def prepare(database: Database) -> None:
    await database.orders.put_many([ORDER])
    await database.fetches._collection.insert_one(database.fetches.to_doc(WANTED))  # noqa: SLF001 - it gets there by a commit


async def file_of(database: Database, number: str = "INV/1") -> str | None:
    order = (await database.orders.get_many(["noor:1"]))["noor:1"]
    return next(one.document_id for one in order.invoices if one.number == number)


async def test_the_original_is_kept_as_it_is_and_the_order_knows_it(database: Database) -> None:
    await prepare(database)
    files = InvoiceFiles(database, Shop())
    assert [await files.run(NOW), await files.run(NOW)] == [1, 0]
    kept = await database.documents.get(WANTED.id)
    assert kept is not None
    assert (kept.data, kept.filename) == (PDF.body, "invoice-INV-1.pdf")
    assert [await file_of(database), await file_of(database, "INV/2")] == [WANTED.id, None]


async def test_the_same_invoice_twice_changes_nothing(database: Database) -> None:
    await prepare(database)
    await InvoiceFiles(database, Shop()).run(NOW)
    version = (await database.orders.get_many(["noor:1"]))["noor:1"].version
    await database.fetches._collection.insert_one(database.fetches.to_doc(WANTED))  # noqa: SLF001 - a repetition after a crash
    await InvoiceFiles(database, Shop()).run(NOW)
    assert (await database.orders.get_many(["noor:1"]))["noor:1"].version == version


@pytest.mark.parametrize("trouble", [Response(503, {}, b""), FetchFailed("no answer")])
async def test_a_shop_in_trouble_is_asked_again(database: Database, trouble: Response | FetchFailed) -> None:
    await prepare(database)
    files = InvoiceFiles(database, Shop([trouble, PDF]))
    assert [await files.run(NOW), await files.run(NOW + 1_000), await files.run(NOW + 2_000)] == [0, 0, 1]
    assert await file_of(database) == WANTED.id


@pytest.mark.parametrize("nothing", [Response(404, {}, b""), Response(200, {}, b"<html>sign in</html>"), FetchFailed("private", again=False)])
async def test_what_is_no_invoice_is_given_up(database: Database, nothing: Response | FetchFailed) -> None:
    await prepare(database)
    assert await InvoiceFiles(database, Shop([nothing])).run(NOW) == 1
    assert await file_of(database) is None
    refused, (alert,) = await database.documents.get(WANTED.id), await database.alerts.open_of("noor")
    assert refused is not None
    assert refused.refused is not None
    assert (refused.refused in alert.text, alert.kind, "goes out without its PDF" in alert.text) == (True, "document", True)


async def test_an_invoice_that_comes_after_all_takes_the_place_of_the_reason(database: Database) -> None:
    await prepare(database)
    await InvoiceFiles(database, Shop([FetchFailed("shop.example sent more than 16 MB", again=False)])).run(NOW)
    await prepare(database)
    assert await InvoiceFiles(database, Shop()).run(NOW + 1) == 1
    kept = await database.documents.get(WANTED.id)
    assert kept is not None
    assert (kept.data, kept.refused) == (PDF.body, None)


async def test_nobody_asks_for_ever(database: Database) -> None:
    await prepare(database)
    files, at, runs = InvoiceFiles(database, Shop([FetchFailed("no answer")])), NOW, 0
    while not await files.run(at):
        at, runs = at + 2 * 86_400_000, runs + 1
    assert runs == 8


async def test_an_invoice_of_an_order_that_is_gone_is_still_kept(database: Database) -> None:
    await database.fetches._collection.insert_one(database.fetches.to_doc(WANTED))  # noqa: SLF001 - it gets there by a commit
    assert await InvoiceFiles(database, Shop()).run(NOW) == 1
    assert await database.documents.get(WANTED.id) is not None
