"""Which approved template tells a notice: in the customer's language where Meta sends it, else in the next best one. Pure.

The language comes first: of a customer's own language even the general template is taken before the notice's own in another. One
whose quality Meta finds low is spared where another of its language can say the same, because the next step is a pause. A template
for order news that Meta has turned to MARKETING is only for those who have agreed to marketing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.language.notices import candidates, notice_template, template_language, template_parameters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.domain.content import TemplateOut
    from bot.domain.notice import Notice
    from bot.domain.order import Order
    from bot.domain.store import Store
    from bot.domain.template import TemplateCopy
    from bot.language.catalogue import Catalogue, Catalogues
    from bot.language.notices import Plan, Tap


@dataclass(frozen=True, slots=True)
class NoTemplate:
    """No template can be sent; ``reason`` names each that was looked at, how it stands, and what to do."""

    reason: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be told, to whom: ``language`` is the customer's; ``marketing`` whether he has agreed to marketing messages."""

    notice: Notice
    order: Order
    language: str | None
    marketing: bool = False


def choose_template(
    wish: Wish, copies: Mapping[tuple[str, str], TemplateCopy] | None, *, catalogues: Catalogues, store: Store, tap: Tap
) -> TemplateOut | NoTemplate:
    """Return the filled-in template, or why there is none. Without copies (never synchronised) the first choice is taken for approved."""
    looked_at: list[str] = []
    plans = candidates(wish.notice, wish.order)
    for catalogue in catalogues.chain(wish.language, store.language):
        code = template_language(catalogue.language)
        usable: list[Plan] = []
        for plan, names in _with_text(plans, catalogue):
            why = None if copies is None else _why_not(plan, names, copies.get((plan.name, code)), marketing=wish.marketing)
            if why is None:
                usable.append(plan)
            else:
                looked_at.append(f"{plan.name} in {code} {why}")
        if usable:
            best = next((plan for plan in usable if not _in_danger(copies, plan.name, code)), usable[0])
            return notice_template(wish.notice, wish.order, best, catalogues=catalogues, catalogue=catalogue, store=store, tap=tap)
    return NoTemplate(f"no template can be sent: {'; '.join(looked_at)}" if looked_at else "no template can be sent: no language has a text")


def _with_text(plans: Iterable[Plan], catalogue: Catalogue) -> Iterator[tuple[Plan, frozenset[str]]]:
    for plan in plans:
        names = template_parameters(plan, catalogue)
        if names is not None:
            yield plan, frozenset(names)


def _in_danger(copies: Mapping[tuple[str, str], TemplateCopy] | None, name: str, code: str) -> bool:
    return copies is not None and (copy := copies.get((name, code))) is not None and copy.in_danger


def _why_not(plan: Plan, names: frozenset[str], copy: TemplateCopy | None, *, marketing: bool) -> str | None:
    """Return how a template stands that can't be used, and what to do about it; ``None`` when it can."""
    if copy is None:
        return "does not exist at Meta: wasla templates push creates it"
    if not copy.usable:
        because = f" ({copy.reason})" if copy.reason else ""
        return f"is {copy.status}{because}: {_MENDS.get(copy.status, 'look at it in WhatsApp Manager')}"
    if copy.category == "MARKETING" and plan.category != "MARKETING" and not marketing:
        return "was turned to MARKETING by Meta: ask for a review in WhatsApp Manager"
    if not copy.fits(names, plan.shape):
        return f"has other variables or buttons at Meta ({_held(copy)}) than here ({_wanted(names, plan)}): edit it in WhatsApp Manager"
    return None


_MENDS = {
    "PENDING": "Meta is still reviewing it, which takes up to a day",
    "IN_APPEAL": "Meta is still reviewing it, which takes up to a day",
    "PAUSED": "Meta lets it go by itself after some hours; fewer blocks and reports keep it going",
    "REJECTED": "appeal or edit it in WhatsApp Manager",
    "DISABLED": "it can't be used any more: create another one in WhatsApp Manager",
}


def _held(copy: TemplateCopy) -> str:
    return ", ".join([*copy.parameters, *copy.shape.split()]) or "none"


def _wanted(names: frozenset[str], plan: Plan) -> str:
    return ", ".join([*sorted(names), *plan.shape.split()])
