"""What Zoho Books sends (https://www.zoho.com/books/api/v3/invoices/ and .../credit-notes/), as far as it is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BeforeValidator

from bot.connectors.reading import Payload
from bot.connectors.scan_fields import word
from bot.connectors.tolerant import ABSENT_UNLESS_OBJECT, Address, Text

if TYPE_CHECKING:
    from bot.connectors.zatca import Kind, Status


def _amount_of(value: object) -> object:
    return value if isinstance(value, str | int | float) and not isinstance(value, bool) and value != "" else None


Amount = Annotated[str | int | float | None, BeforeValidator(_amount_of)]
Fields = Annotated[dict[str, object] | None, ABSENT_UNLESS_OBJECT]

# Not confirmed: neither the words nor where they stand. What has a status but none of these words waits.
_STATUSES: Final[dict[str, Status]] = {
    "cleared": "cleared",
    "accepted": "cleared",
    "approved": "cleared",
    "reported": "reported",
    "rejected": "rejected",
    "invalid": "rejected",
}


class EInvoice(Payload):
    """What became of an invoice at a tax authority (not confirmed)."""

    status: Text = None


class Document(Payload):
    """An invoice or a credit note."""

    invoice_number: Text = None
    creditnote_number: Text = None
    status: Text = None
    total: Amount = None
    currency_code: Text = None
    invoice_url: Address = None
    tax_treatment: Text = None
    last_modified_time: object = None
    created_time: object = None
    custom_field_hash: Fields = None
    einvoice_details: Annotated[EInvoice | None, ABSENT_UNLESS_OBJECT] = None
    einvoice_status: Text = None
    zatca_status: Text = None
    qr_code: Text = None

    @property
    def zatca(self) -> Status | None:
        """What ZATCA made of it, ``None`` where Zoho says nothing."""
        told = self.zatca_status or self.einvoice_status or (self.einvoice_details.status if self.einvoice_details else None)
        return _STATUSES.get(word(told), "pending") if told else None

    @property
    def kind(self) -> Kind | None:
        """Whether the buyer is a business: ``vat_registered``, ``gcc_vat_not_registered`` and the like."""
        treatment = (self.tax_treatment or "").casefold()
        if treatment.endswith("_not_registered"):
            return "simplified"
        return "standard" if treatment.endswith("_registered") else None


def field_of(fields: Mapping[str, object], name: str) -> object:
    """Return a field by its name; custom ones (``cf_order``) stand by themselves or in ``custom_field_hash``."""
    custom = fields.get("custom_field_hash")
    return fields.get(name) or (custom.get(name) if isinstance(custom, Mapping) else None)
