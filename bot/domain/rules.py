"""What a store has decided about its messages, as the last look before sending needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.notice import Milestone
from bot.domain.template import TemplateCopy


@dataclass(frozen=True, slots=True)
class QuietHours:
    """No notices from ``start`` to ``end``, minutes after midnight in the customer's time zone; may pass midnight."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class StoreRules:
    """A store's decisions.

    ``checkout_collects_consent``: the store declares that its checkout asks for consent to order messages. ``off`` are notices that
    it does not want, ``through_quiet`` those that may come in quiet hours. ``templates`` are the copies of its business account by
    (name, Meta's language code), ``None`` while they have never been synchronised: then they are taken for approved.
    ``wording`` replaces the text of a notice per language: (milestone, language) to text with the same variables.
    """

    checkout_collects_consent: bool = False
    quiet: QuietHours | None = None
    through_quiet: frozenset[Milestone] = frozenset()
    off: frozenset[Milestone] = frozenset()
    templates: Mapping[tuple[str, str], TemplateCopy] | None = None
    wording: Mapping[tuple[str, str], str] = field(default_factory=dict)


def store_rules(base: StoreRules, copies: Sequence[TemplateCopy] | None) -> StoreRules:
    """Return a store's rules with the templates of its business account as they stand.

    Copies that only webhooks have told us of don't count as synchronised: all the others would look as if they were missing.
    """
    if copies is None or not any(copy.synced_at for copy in copies):
        return replace(base, templates=None)
    return replace(base, templates={(copy.name, copy.language): copy for copy in copies})
