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
    policies: tuple[tuple[str, str], ...] = ()

    def policy(self, topic: str, language: str) -> str | None:
        """Return what the shop says on a topic (``returns``, ``payment``, ``shipping``, ``products``, ``account``) in a language.

        ``policies`` hold a text by topic, and by ``<topic>.<language>`` for one that is written in that language alone.
        """
        texts = dict(self.policies)
        return texts.get(f"{topic}.{language}") or texts.get(f"{topic}.{language.partition('-')[0]}") or texts.get(topic)
