"""What a shop decides about its Odoo connector."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, StringConstraints, model_validator

from bot.connectors.base import Options

Site = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$")]


class OdooOptions(Options):
    """Everything may be left out: then nothing is asked of Odoo, and what its webhooks say is all there is."""

    url: Site | None = Field(None, description="the address of Odoo, https://shop.odoo.com, for links to invoices and for asking")
    db: str | None = Field(None, description="the name of the database, for asking")
    user: str | None = Field(None, description="the login of the user who asks, not needed for json2")
    key: SecretStr | None = Field(None, description="an API key of that user (Preferences, Account Security)")
    api: Literal["jsonrpc", "json2"] = Field("jsonrpc", description='how to ask: "jsonrpc" (every version so far) or "json2" (from version 19 on)')
    invoice_reference: str = Field("invoice_origin", min_length=1, description="the field of an invoice that holds the order's id or number")
    transfer_reference: str = Field("origin", min_length=1, description="the field of a transfer that holds the order's id or number")
    sales_orders: bool = Field(
        default=True, description="whether Odoo's sales orders are the shop's orders; false where another system tells of them"
    )
    one_currency: bool = Field(default=False, description="whether all amounts are in the shop's currency: Odoo's webhooks name it by a bare number")

    @model_validator(mode="after")
    def _asks_as_somebody(self) -> Self:
        if self.key is None:
            return self
        if self.url is None or self.db is None or (self.user is None and self.api == "jsonrpc"):
            raise ValueError("key together with url, db and, unless api is json2, user")
        return self

    @property
    def site(self) -> str | None:
        """The address of Odoo without a slash at its end."""
        return self.url.rstrip("/") if self.url else None
