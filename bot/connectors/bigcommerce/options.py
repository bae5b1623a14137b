"""What a store sets for BigCommerce beside its secrets."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, StringConstraints, model_validator

from bot.connectors.base import Options

StoreHash = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, pattern=r"(?i)^[a-z0-9]{3,40}$")]


class BigCommerceOptions(Options):
    """Without the first two nothing is asked of BigCommerce, and all that is known of an order is its status."""

    store_hash: StoreHash | None = Field(None, description="the store hash, from the API path https://api.bigcommerce.com/stores/<store hash>/v3/")
    access_token: SecretStr | None = Field(None, description="the access token of an API account that may read orders")
    completed: Literal["shipped", "delivered"] = Field("shipped", description="what the status Completed says of the parcels: shipped or delivered")

    @model_validator(mode="after")
    def _asks_as_somebody(self) -> Self:
        if (self.store_hash is None) != (self.access_token is None):
            raise ValueError("store_hash and access_token together, or none of them")
        return self
