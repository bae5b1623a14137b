"""What a shop decides about its DHL connector."""

from __future__ import annotations

from pydantic import Field, SecretStr

from bot.connectors.base import Options


class DhlOptions(Options):
    """``api_key`` is that of the app on developer.dhl.com."""

    api_key: SecretStr | None = Field(
        None, description="the API key of the app with Shipment Tracking - Unified - Push, to confirm its subscriptions"
    )
