"""Approved templates as they stand at Meta: our copy, kept current by synchronisation and webhooks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

# States in which Meta sends a template (https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates).
USABLE: Final = frozenset(("APPROVED", "REINSTATED", "FLAGGED"))
# What a shop should hear of at once; the words complete "the template ... ".
_TROUBLES: Final = {
    "PAUSED": "is paused by Meta, because customers blocked or reported it",
    "DISABLED": "is disabled by Meta and will not be sent any more",
    "REJECTED": "is rejected by Meta",
    "LOCKED": "is locked by Meta",
    "FLAGGED": "is flagged by Meta and will be disabled unless its quality gets better",
    "PENDING_DELETION": "is about to be deleted at Meta",
    "DELETED": "is deleted at Meta",
    "ARCHIVED": "is archived at Meta",
    "LIMIT_EXCEEDED": "is over the number of templates that Meta allows",
}
# Webhooks carry whole seconds, so one of the second in which we synchronised may be newer than its time says.
_CLOCK_STEP: Final = 1_000


@dataclass(frozen=True, slots=True)
class TemplateCopy:
    """A template of a business account: ``id`` is ``<WABA>:<name>:<language>``, the language with an underscore as Meta writes it.

    ``status``, ``category`` and ``quality`` are Meta's words in capital letters; ``parameters`` the names of its body's variables.
    ``shape`` tells its header and buttons (``DOCUMENT QUICK_REPLY QUICK_REPLY``); empty, like ``body``, where nobody has looked.
    ``coming_category`` is what Meta has announced to turn it to. ``synced_at`` is 0 for one that only a webhook has told us of,
    ``created_at`` when we created it, 0 where somebody else did.
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
    body: str = ""
    shape: str = ""
    coming_category: str | None = None
    created_at: int = 0

    @property
    def usable(self) -> bool:
        """Whether Meta sends it at present."""
        return self.status in USABLE

    @property
    def in_danger(self) -> bool:
        """Whether Meta will pause or disable it next, unless fewer customers block or report it."""
        return self.quality == "RED" or self.status == "FLAGGED"

    def fits(self, parameters: frozenset[str], shape: str) -> bool:
        """Tell whether it takes exactly these variables, header and buttons; what nobody has looked at counts as ours."""
        if self.synced_at == 0 and not self.parameters:
            return True
        return frozenset(self.parameters) == parameters and self.shape in {"", shape}


@dataclass(frozen=True, slots=True)
class TemplateNews:
    """What Meta tells about a template; what this piece of news does not tell is ``None``."""

    business_account_id: str
    name: str
    language: str
    at: int
    status: str | None = None
    category: str | None = None
    coming_category: str | None = None
    quality: str | None = None
    body: str | None = None
    parameters: tuple[str, ...] | None = None
    reason: str | None = None

    @property
    def template_id(self) -> str:
        """The id of the copy that it is about."""
        return template_id(self.business_account_id, self.name, self.language)


@dataclass(frozen=True, slots=True)
class TemplateTrouble:
    """Something that a shop should know of a template of its own; ``what`` completes "the template ... "."""

    store_id: str
    name: str
    language: str
    what: str
    level: Literal["stopped", "warning"] = "stopped"


def template_id(business_account_id: str, name: str, language: str) -> str:
    """Return the id of our copy."""
    return f"{business_account_id}:{name}:{language}"


def told(copy: TemplateCopy | None, news: TemplateNews) -> TemplateCopy:
    """Return the copy after a piece of news; news from before the last synchronisation changes nothing."""
    if copy is None:
        copy = TemplateCopy(news.template_id, news.business_account_id, news.name, news.language, "PENDING", "")
    if news.at + _CLOCK_STEP <= copy.synced_at:
        return copy
    return replace(
        copy,
        status=news.status or copy.status,
        category=news.category or copy.category,
        coming_category=news.coming_category if news.coming_category or news.category else copy.coming_category,
        quality=news.quality or copy.quality,
        body=copy.body if news.body is None else news.body,
        parameters=copy.parameters if news.parameters is None else news.parameters,
        reason=news.reason if news.status else copy.reason,
    )


def troubles(before: TemplateCopy | None, after: TemplateCopy) -> tuple[tuple[str, Literal["stopped", "warning"]], ...]:
    """Return what of a change a shop should hear of, with whether the template is lost to notices by it."""
    found: list[tuple[str, Literal["stopped", "warning"]]] = []
    if after.status in _TROUBLES and (before is None or before.status != after.status):
        because = f" ({after.reason})" if after.reason else ""
        found.append((f"{_TROUBLES[after.status]}{because}", "warning" if after.usable else "stopped"))
    if after.category == "MARKETING" and before is not None and before.category not in {"MARKETING", ""}:
        found.append((f"was turned from {before.category} to MARKETING by Meta", "stopped"))
    if after.coming_category == "MARKETING" and (before is None or before.coming_category != "MARKETING"):
        found.append(("will be turned to MARKETING by Meta within a day: ask for a review in WhatsApp Manager", "warning"))
    if after.quality == "RED" and (before is None or before.quality != "RED"):
        found.append(("has fallen to quality RED: Meta pauses it next if customers go on blocking or reporting it", "warning"))
    return tuple(found)
