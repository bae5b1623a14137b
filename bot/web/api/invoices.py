"""``/v1/orders/{id}/invoices/{number}``: an invoice, by address or as the file itself."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from bot.connectors.standard.payloads import InvoiceDetails
from bot.flow.hand_in import file_id, file_topic, invoice_document
from bot.web.api.office import Accepted, Office, checked, hand_in
from bot.web.api.operations import Asked, Operation, Query
from bot.web.api.problems import invalid
from bot.web.api.reading import field_errors

if TYPE_CHECKING:
    from bot.domain.store import Store

_PDF = b"%PDF-"
_HEAD = 1024


class Invoices:
    """The operations on invoices."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def operations(self) -> tuple[Operation[Any, Any], ...]:
        """Return them."""
        return (
            Operation(
                name="put_invoice",
                method="PUT",
                path="/v1/orders/{id}/invoices/{number}",
                tag="Orders",
                summary="Add an invoice or credit note to an order",
                description=(
                    "As JSON with pdf_url, from where Wasla fetches the original; or as the PDF itself, 15 MB at most: the bare file, or a form"
                    " with the part file and, if there is more to say, the part invoice with the JSON. It is passed on as it is."
                ),
                scope="orders:write",
                handle=self.put,
                answer=Accepted,
                status=HTTPStatus.ACCEPTED,
                query=Query,
                body=InvoiceDetails,
                parameters={"id": "the order's id in the shop, or the number that the customer sees", "number": "the invoice's own number"},
                example={"total": "199.00", "currency": "SAR", "pdf_url": "https://shop.example/invoices/2041.pdf"},
                uploads=True,
            ),
        )

    async def put(self, asked: Asked[Query, InvoiceDetails | None]) -> Accepted:
        """Keep the file, if one came, then hand in the invoice: with the file in place whoever handles it finds it."""
        ref, number = asked.path["id"], asked.path["number"]
        details, topic = asked.body, ""
        if asked.upload is not None:
            details = _details(asked.upload.fields)
            topic = await self._keep(asked.store, ref, number, asked.upload.data)
        fields = {} if details is None else details.model_dump(mode="json", exclude_unset=True)
        document = invoice_document(ref, number, fields, asked.now)
        return await hand_in(self._office, checked(document, asked.store, asked.now, f"invoice:{asked.request_id}", topic=topic))

    async def _keep(self, store: Store, ref: str, number: str, data: bytes) -> str:
        if _PDF not in data[:_HEAD]:
            raise invalid([("file", "it is no PDF: the file has to begin with %PDF-")])
        key = file_id(store, ref, number, data)
        safe = "".join(char if char.isalnum() or char in "-_." else "-" for char in number)
        await self._office.db.documents.put(key, f"invoice-{safe}.pdf", "application/pdf", data)
        return file_topic(key)


def _details(fields: bytes | None) -> InvoiceDetails | None:
    try:
        return None if fields is None else InvoiceDetails.model_validate_json(fields)
    except ValidationError as error:
        raise invalid(field_errors(error, "invoice.")) from error
