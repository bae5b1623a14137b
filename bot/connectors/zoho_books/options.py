"""What a shop decides about its Zoho Books connector."""

from __future__ import annotations

from pydantic import Field

from bot.connectors.base import Options


class ZohoOptions(Options):
    """Everything may be left out."""

    reference: str = Field(
        "reference_number", min_length=1, description="the field of an invoice that holds the order's id or number; custom fields begin with cf_"
    )
