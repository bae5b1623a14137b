"""What a store sets for WooCommerce beside its secrets, above all what its statuses mean."""

from __future__ import annotations

from typing import Annotated, Final, Self

from pydantic import Field, SecretStr, StringConstraints, model_validator

from bot.connectors.base import Options
from bot.connectors.meanings import Explained, Meaning, own_meanings, status_word

# Those of WooCommerce, then what plugins call theirs.
MEANINGS: Final[dict[str, Meaning]] = {
    "pending": "received",
    "on-hold": "received",
    "processing": "confirmed",
    "completed": "shipped",
    "cancelled": "cancelled",
    "refunded": "refunded",
    "failed": "payment_failed",
    "checkout-draft": "ignored",
    "auto-draft": "ignored",
    "draft": "ignored",
    "trash": "ignored",
    "preparing": "preparing",
    "packed": "preparing",
    "partial-shipped": "partly_shipped",
    "shipped": "shipped",
    "out-for-delivery": "out_for_delivery",
    "ready-for-pickup": "ready_for_pickup",
    "ready-pickup": "ready_for_pickup",
    "delivered": "delivered",
}


def _word(text: str | None) -> str:
    """Return a status as ``MEANINGS`` spells it: WooCommerce's own tables put ``wc-`` before each."""
    return status_word(text).removeprefix("wc-")


Site = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$")]


class WooOptions(Options):
    """Everything may be left out: then nothing is asked of the shop, and its statuses mean what they usually do."""

    statuses: Explained = Field((), description='a list such as ["completed=delivered", "packed=preparing"]')
    site: Site | None = Field(None, description="the address of the shop, https://shop.example, to ask for what was not delivered")
    consumer_key: SecretStr | None = Field(None, description="the consumer key of a REST API key with the right to read, ck_...")
    consumer_secret: SecretStr | None = Field(None, description="its consumer secret, cs_...")
    language_field: str | None = Field(
        None, description="the order's custom field with the language of the customer, beside those of WPML and TranslatePress"
    )
    consent_field: str | None = Field(None, description="the order's custom field of the box by which customers agree to order messages")
    marketing_field: str | None = Field(None, description="the order's custom field of the box by which customers agree to offers")

    @model_validator(mode="after")
    def _asks_as_somebody(self) -> Self:
        if len({self.site is None, self.consumer_key is None, self.consumer_secret is None}) > 1:
            raise ValueError("site, consumer_key and consumer_secret together, or none of them")
        return self

    def meaning(self, status: str | None) -> Meaning | None:
        """Return what a status means in this shop, ``None`` for one that nobody has explained."""
        own = {name.removeprefix("wc-"): meaning for name, meaning in own_meanings(self.statuses).items()}
        return own.get(_word(status)) or MEANINGS.get(_word(status))
