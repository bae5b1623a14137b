"""Phone numbers as they are given to the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.connectors.phones import first_phone
from bot.web.api.problems import invalid

if TYPE_CHECKING:
    from bot.domain.store import Store


def to_phone(text: str, store: Store, field: str) -> str:
    """Return a number as E.164, in national form one of the store's country; raise the problem that names the field."""
    found = first_phone([text], store.country)
    if found is None:
        raise invalid([(field, "it can't be read as a phone number: write it with + and the country's code, such as +966501234567")])
    return found
