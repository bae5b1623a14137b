"""What a store sets for Magento beside its secrets."""

from __future__ import annotations

from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, SecretStr, StringConstraints, model_validator

from bot.connectors.base import Options
from bot.connectors.checkouts import language_tag
from bot.connectors.meanings import Explained, Meaning, own_meanings, status_word

# The states of an order, which are fixed, and the statuses that Magento has from the beginning, as ``status_word`` spells them.
MEANINGS: Final[dict[str, Meaning]] = {
    "new": "received",
    "pending": "received",
    "pending-payment": "received",
    "pending-paypal": "received",
    "payment-review": "received",
    "fraud": "received",
    "processing": "confirmed",
    "complete": "shipped",
    "closed": "refunded",
    "canceled": "cancelled",
}
HOLDED: Final = "holded"


def _views(entries: tuple[str, ...]) -> tuple[str, ...]:
    for entry in entries:
        view, _, language = entry.partition("=")
        if not view.strip().isdecimal() or language_tag(language) is None:
            raise ValueError('a list of "id of a store view=language", such as ["1=ar", "2=en"]')
    return entries


Site = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$")]


class MagentoOptions(Options):
    """Everything may be left out: then nothing is asked of the shop, and its events are taken as they come."""

    site: Site | None = Field(None, description="the address of the shop, https://shop.example, to ask for what events leave out")
    access_token: SecretStr | None = Field(None, description="the access token of an integration that may read sales")
    statuses: Explained = Field((), description='what the shop\'s own statuses mean, a list such as ["packed=preparing", "arrived=delivered"]')
    store_views: Annotated[tuple[str, ...], AfterValidator(_views)] = Field(
        (), description='the languages of the store views by their ids, a list such as ["1=ar", "2=en"]'
    )
    invoices: bool = Field(default=False, description="whether customers hear of Magento's invoices, by number and amount: there is no PDF")

    @model_validator(mode="after")
    def _asks_as_somebody(self) -> Self:
        if (self.site is None) != (self.access_token is None):
            raise ValueError("site and access_token together, or none of them")
        return self

    def meaning(self, state: str | None, status: str | None) -> Meaning | None:
        """Return what an order's state and status mean: the shop's own word on the status, else the state, else the status."""
        own = own_meanings(self.statuses).get(status_word(status))
        return own or MEANINGS.get(status_word(state)) or MEANINGS.get(status_word(status))

    def language(self, store_view: str | None) -> str | None:
        """Return the language of a store view, ``None`` for one that nobody has named."""
        views = (entry.partition("=") for entry in self.store_views)
        return next((language_tag(language) for view, _, language in views if store_view and view.strip() == store_view), None)
