"""How the templates of an account stand against those that the notices need. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from bot.language.notices.templates import PLANS, template_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.template import TemplateCopy

Standing = Literal["approved", "pending", "paused", "rejected", "missing"]
STANDINGS: Final[tuple[Standing, ...]] = ("approved", "pending", "paused", "rejected", "missing")
_PENDING: Final = frozenset(("PENDING", "IN_APPEAL"))
_PAUSED: Final = frozenset(("PAUSED", "LOCKED", "ARCHIVED", "LIMIT_EXCEEDED"))


@dataclass(frozen=True, slots=True)
class Cell:
    """One of our templates in one language (Meta's code): ``copy`` is ``None`` where Meta doesn't have it, ``wanted`` is our category."""

    name: str
    language: str
    wanted: str
    copy: TemplateCopy | None

    @property
    def standing(self) -> Standing:
        """In which of five ways it stands; every state of Meta's is one of them."""
        if self.copy is None or self.copy.status == "DELETED":
            return "missing"
        if self.copy.usable:
            return "approved"
        return "pending" if self.copy.status in _PENDING else "paused" if self.copy.status in _PAUSED else "rejected"

    @property
    def turned(self) -> bool:
        """Whether Meta has put it into another category than ours, or has announced that."""
        return self.copy is not None and (self.copy.category not in {self.wanted, ""} or self.copy.coming_category is not None)

    @property
    def troubled(self) -> bool:
        """Whether somebody should look: Meta refuses or has stopped it, is about to, or wants more money for it."""
        if self.standing in {"paused", "rejected"}:
            return True
        return self.copy is not None and self.standing != "missing" and (self.copy.in_danger or self.turned)


@dataclass(frozen=True, slots=True)
class Row:
    """A notice's template in every language, in their order; ``milestone`` is ``update`` for the general one."""

    name: str
    milestone: str
    document: bool
    cells: tuple[Cell, ...]


def template_rows(copies: Sequence[TemplateCopy], languages: Sequence[str]) -> tuple[Row, ...]:
    """Return a row for each template that notices need; ``languages`` are those of the catalogues."""
    there = {(copy.name, copy.language): copy for copy in copies}
    codes = [template_language(language) for language in languages]
    milestones = {name: name.removeprefix("wasla_order_").removesuffix("_pdf") for name in PLANS}
    return tuple(
        Row(
            name,
            milestones[name],
            plan.document,
            tuple(Cell(name, code, plan.category, there.get((name, code))) for code in codes),
        )
        for name, plan in PLANS.items()
    )


def tally(rows: Sequence[Row]) -> dict[Standing, int]:
    """Return how many templates stand in which way."""
    found = [cell.standing for row in rows for cell in row.cells]
    return {standing: found.count(standing) for standing in STANDINGS}
