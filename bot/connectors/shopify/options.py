"""What a store sets for Shopify beside its secrets."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, SecretStr, StringConstraints, model_validator

from bot.connectors.base import Options

Shop = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, pattern=r"(?i)^[a-z0-9][a-z0-9-]*\.myshopify\.com$")]
Version = Annotated[str, StringConstraints(pattern=r"^\d{4}-(01|04|07|10)$")]


class ShopifyOptions(Options):
    """Everything may be left out: then nothing is asked of Shopify, and its events are taken as they come."""

    shop: Shop | None = Field(None, description="the shop's own domain, name.myshopify.com, to ask Shopify for what events leave out")
    access_token: SecretStr | None = Field(None, description="an Admin API access token that does not expire (apps made before 2026)")
    client_id: str | None = Field(None, description="the client ID of the app; its client secret is the first of the secrets")
    api_version: Version = Field("2026-04", description="a version of the Admin API, YYYY-MM")
    consent_attribute: str | None = Field(None, description="the cart attribute of the box by which customers agree to order messages")
    marketing_attribute: str | None = Field(None, description="the cart attribute of the box by which customers agree to offers")

    @model_validator(mode="after")
    def _asks_somebody(self) -> Self:
        if self.shop is None and (self.access_token or self.client_id):
            raise ValueError("shop, the name.myshopify.com that access_token or client_id belongs to")
        return self
