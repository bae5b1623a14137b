"""What the bot needs to know about a shop; secrets and addresses stay in the settings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Store:
    """A shop. ``language`` is a BCP 47 tag, ``country`` ISO 3166, ``currency`` ISO 4217, ``timezone`` an IANA name.

    ``phone_number_id`` is the number that notices go out from.
    """

    id: str
    name: str
    phone_number_id: str
    language: str = "en"
    country: str = "SA"
    currency: str = "SAR"
    timezone: str = "Asia/Riyadh"
    website: str | None = None
    support_hours: str | None = None
