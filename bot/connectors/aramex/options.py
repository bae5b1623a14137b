"""What a shop decides about its Aramex connector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator

from bot.connectors.base import Options

if TYPE_CHECKING:
    from bot.connectors.snapshots import Meaning

MEANINGS: Final[dict[str, Meaning | None]] = {
    "label_created": ("label_created", ()),
    "picked_up": ("picked_up", ()),
    "in_transit": ("in_transit", ()),
    "out_for_delivery": ("out_for_delivery", ()),
    "available_for_pickup": ("available_for_pickup", ()),
    "delivered": ("delivered", ()),
    "returned": ("returned", ()),
    "lost": ("lost", ()),
    "attempt_failed": ("unknown", ("attempt_failed",)),
    "delayed": ("in_transit", ("delayed",)),
    "on_hold": ("unknown", ("on_hold",)),
    "exception": ("unknown", ("exception",)),
    "returning": ("unknown", ("returning",)),
    "nothing": None,
}


def _meanings(entries: tuple[str, ...]) -> tuple[str, ...]:
    for entry in entries:
        code, _, meaning = entry.partition("=")
        if not code.strip() or meaning.strip() not in MEANINGS:
            raise ValueError(f'a list of "code=meaning", the meaning being one of {", ".join(MEANINGS)}')
    return entries


class AramexOptions(Options):
    """Everything may be left out: then nothing is asked."""

    username: str | None = Field(None, description="the user name of the Aramex account")
    password: SecretStr | None = Field(None, description="its password")
    account_number: str | None = Field(None, description="the number of the account")
    account_pin: SecretStr | None = Field(None, description="its PIN")
    account_entity: str | None = Field(None, description="the code of the Aramex branch, RUH for instance")
    account_country_code: str | None = Field(None, pattern=r"^[A-Z]{2}$", description="the country of the account, SA for instance")
    codes: Annotated[tuple[str, ...], AfterValidator(_meanings)] = Field(
        (), description='what update codes mean in this account, a list such as ["SH498=returning", "SH239=nothing"]'
    )

    @model_validator(mode="after")
    def _asks_as_somebody(self) -> Self:
        named = (self.username, self.password, self.account_number, self.account_pin, self.account_entity, self.account_country_code)
        if len({one is None for one in named}) > 1:
            raise ValueError("username, password, account_number, account_pin, account_entity and account_country_code together, or none of them")
        return self

    def meaning(self, code: str) -> tuple[Meaning | None] | None:
        """Return what this shop says of a code, wrapped, ``None`` when it says nothing of it."""
        for entry in self.codes:
            name, _, meaning = entry.partition("=")
            if name.strip().upper() == code:
                return (MEANINGS[meaning.strip()],)
        return None
