"""``/v1/orders/{id}/invoices/{number}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiohttp import FormData

from bot.domain.money import Money
from tests.connectors.knocking import NOW

if TYPE_CHECKING:
    from bot.domain.order import Invoice
    from tests.web.api.conftest import Api

PATH = "/orders/NH-1042/invoices/INV-2"
PDF = b"%PDF-1.7 the original"
AS_PDF = {"Content-Type": "application/pdf"}


async def invoice(api: Api) -> Invoice:
    await api.handle()
    order = (await api.db.orders.get_many(["noor:5001"]))["noor:5001"]
    return next(one for one in order.invoices if one.number == "INV-2")


async def test_an_invoice_by_address_is_noted_and_will_be_fetched(api: Api) -> None:
    answered = await api.ask("PUT", PATH, json={"total": "5.00", "pdf_url": "https://shop.example/2.pdf"})
    assert answered.status == 202
    found = await invoice(api)
    assert (found.total, found.pdf_url, found.document_id) == (Money(500, "SAR"), "https://shop.example/2.pdf", None)
    assert [wanted.url for wanted in await api.db.fetches.due(NOW + 1, 9)] == ["https://shop.example/2.pdf"]


@pytest.mark.parametrize("url", ["http://shop.example/2.pdf", "file:///etc/passwd", "javascript:1"])
async def test_only_secure_addresses_are_fetched(url: str, api: Api) -> None:
    answered = await api.ask("PUT", PATH, json={"pdf_url": url})
    assert (answered.status, answered.json["errors"][0]["field"]) == (422, "pdf_url")


async def test_a_file_is_kept_as_it_is(api: Api) -> None:
    assert (await api.ask("PUT", PATH, data=PDF, headers=AS_PDF)).status == 202
    found = await invoice(api)
    document = await api.db.documents.get(found.document_id or "")
    assert document is not None
    assert (document.data, document.filename, document.mime_type) == (PDF, "invoice-INV-2.pdf", "application/pdf")


async def test_another_file_takes_its_place_under_another_name(api: Api) -> None:
    await api.ask("PUT", PATH, data=PDF, headers=AS_PDF)
    first = (await invoice(api)).document_id
    api.now += 1_000
    await api.ask("PUT", PATH, data=PDF + b"!", headers=AS_PDF)
    second = (await invoice(api)).document_id
    document = await api.db.documents.get(second or "")
    assert document is not None
    assert (first != second, document.data) == (True, PDF + b"!")


async def test_a_form_holds_the_file_and_what_is_to_be_said_of_it(api: Api) -> None:
    form = FormData()
    form.add_field("file", PDF, filename="x.pdf", content_type="application/pdf")
    form.add_field("invoice", '{"kind": "credit_note", "total": 7}', content_type="application/json")
    assert (await api.ask("PUT", PATH, data=form)).status == 202
    found = await invoice(api)
    assert (found.kind, found.total, found.document_id is not None) == ("credit_note", Money(700, "SAR"), True)


@pytest.mark.parametrize(
    ("data", "headers", "status"),
    [
        (b"<html>", AS_PDF, 422),
        (b"", AS_PDF, 422),
        (b"%PDF-" + b"0" * 15_000_000, AS_PDF, 413),
        (b"x", {"Content-Type": "multipart/form-data"}, 400),
        (b"--b\r\nContent-Disposition: form-data; name=other\r\n\r\n1\r\n--b--", {"Content-Type": "multipart/form-data; boundary=b"}, 422),
        (b"x", {"Content-Type": "image/png"}, 415),
    ],
)
async def test_what_is_no_pdf_is_refused(data: bytes, headers: dict[str, str], status: int, api: Api) -> None:
    assert (await api.ask("PUT", PATH, data=data, headers=headers)).status == status
    assert await api.db.inbox.waiting(NOW + 1, 9) == []


async def test_wrong_words_beside_a_file_are_named(api: Api) -> None:
    form = FormData()
    form.add_field("file", PDF, filename="x.pdf", content_type="application/pdf")
    form.add_field("invoice", '{"total": -1}')
    answered = await api.ask("PUT", PATH, data=form)
    assert (answered.status, answered.json["errors"][0]["field"]) == (422, "invoice.total")
