"""Who lives in the simulated world: customers, business numbers, and the parcels that their store may ship."""

from __future__ import annotations

from dataclasses import dataclass

_RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))


@dataclass(frozen=True, slots=True)
class Person:
    """A customer with a phone. ``wa_id`` is digits without plus; either it or ``bsuid`` may be absent.

    ``language`` is a BCP 47 tag, ``country`` ISO 3166, ``phone_number_id`` the business number that the customer writes to,
    ``colour`` a CSS colour for the page, ``about`` a line that tells a visitor who this is, ``about_ar`` the same in Arabic (or empty).
    """

    id: str
    name: str
    language: str
    wa_id: str | None
    bsuid: str | None
    country: str
    store_id: str
    store_name: str
    phone_number_id: str
    colour: str = "#128c7e"
    about: str = ""
    about_ar: str = ""

    @property
    def direction(self) -> str:
        """``rtl`` where the language is written from right to left, else ``ltr``."""
        return "rtl" if self.language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True, slots=True)
class SimNumber:
    """A business phone number. ``display_phone_number`` is E.164 with its plus; webhooks show it as digits."""

    phone_number_id: str
    waba_id: str
    display_phone_number: str
    verified_name: str
    access_token: str
    app_secret: str
    throughput: str = "STANDARD"
    messaging_limit: str = "TIER_100K"

    @property
    def digits(self) -> str:
        """The number as webhooks write it: digits alone."""
        return "".join(char for char in self.display_phone_number if char.isdigit())


@dataclass(frozen=True, slots=True)
class Shippable:
    """A parcel that the simulated store can hand to a carrier; ``in_transit`` when it is already on its way."""

    order_number: str
    carrier: str
    tracking_number: str
    tracking_url: str
    in_transit: bool = False


@dataclass(frozen=True, slots=True)
class User:
    """A recipient as Graph resolved it; ``person`` is ``None`` for a stranger. ``key`` is the same under every address."""

    key: str
    wa_id: str | None
    bsuid: str | None
    person: Person | None = None

    @property
    def name(self) -> str:
        """The profile name that webhooks show."""
        return self.person.name if self.person else "Customer"
