"""What a store may set for Salla."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr

from bot.connectors.base import Options


class SallaOptions(Options):
    """What a store may set for Salla."""

    merchant: Annotated[str | None, BeforeValidator(lambda value: str(value).strip() if isinstance(value, int | str) else value)] = Field(
        None, pattern=r"^\d+$", description="the number of the Salla shop; events of other shops that use the same app are ignored"
    )
    access_token: SecretStr | None = Field(None, description="a token of the Admin API with orders.read, better orders.read_write and shipping.read")
    client_id: str | None = Field(None, description="the client ID of the app, to renew the tokens that come when it is installed")
    client_secret: SecretStr | None = Field(None, description="the client secret of the app, with client_id")
    look_back_days: int = Field(14, ge=1, le=90, description="how old an order may be that is asked for again")
