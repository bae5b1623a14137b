"""Approved templates as they stand at Meta: our copy, kept current by synchronisation and webhooks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# States in which Meta sends a template (https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates).
USABLE: Final = frozenset(("APPROVED", "REINSTATED", "FLAGGED"))


@dataclass(frozen=True, slots=True)
class TemplateCopy:
    """A template of a business account: ``id`` is ``<WABA>:<name>:<language>``, the language with an underscore as Meta writes it.

    ``status``, ``category`` and ``quality`` are Meta's words in capital letters; ``parameters`` the names of its body's variables.
    """

    id: str
    business_account_id: str
    name: str
    language: str
    status: str
    category: str
    quality: str | None = None
    parameters: tuple[str, ...] = ()
    reason: str | None = None
    synced_at: int = 0

    @property
    def usable(self) -> bool:
        """Whether Meta sends it at present."""
        return self.status in USABLE


def template_id(business_account_id: str, name: str, language: str) -> str:
    """Return the id of our copy."""
    return f"{business_account_id}:{name}:{language}"
