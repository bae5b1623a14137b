"""The cards about money: what the messages of each day cost, and what was not paid for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.web.console.overview.charts import Series, columns, rows
from bot.web.console.overview.numerals import MICROS
from bot.web.console.overview.parts import Headline, Section, Table

if TYPE_CHECKING:
    from bot.domain.daily import Day
    from bot.web.console.overview.parts import Scope

# Beside it stand two lists.
_TALL: Final = 400
_SAVED: Final = ("free_customer_service", "free_entry_point", "merged", "free")


def cost_tile(scope: Scope) -> Headline:
    """Return what the messages cost."""
    dollars, line = scope.figures.dollars, scope.spark(_cost)
    change = scope.figures.change(_cost(scope.now.total), scope.then(_cost), dollars, "down")
    note = scope.t("overview.saved_note", money=dollars(_saved(scope.now.total)))
    return Headline(scope.t("overview.cost"), dollars(_cost(scope.now.total)), change, note, line)


def costs(scope: Scope) -> Section:
    """Return what was paid on each day."""
    total, number, dollars, heading = scope.now.total, scope.figures.number, scope.figures.dollars, scope.t("overview.costs")
    if not total.billed:
        return Section("costs", heading, scope.t("overview.costs_about"), "wide", empty=scope.t("overview.costs_empty"))
    series = Series(heading, tuple(_cost(day) for day in scope.steps), 2)
    table = scope.table(
        heading,
        (
            (scope.t("overview.cost"), lambda day: dollars(_cost(day))),
            (scope.t("overview.paid"), lambda day: number(day.paid)),
            (scope.t("overview.free"), lambda day: number(day.billed - day.paid)),
            (scope.t("overview.saved"), lambda day: dollars(_saved(day))),
        ),
    )
    paid = scope.figures.change(total.paid, scope.then(lambda day: day.paid), number, "down")
    free = scope.figures.change(total.billed - total.paid, scope.then(lambda day: day.billed - day.paid), number, "up")
    return Section(
        "costs",
        heading,
        scope.t("overview.costs_about"),
        "wide",
        headlines=(
            Headline(scope.t("overview.paid"), number(total.paid), paid),
            Headline(scope.t("overview.free"), number(total.billed - total.paid), free),
        ),
        chart=columns(replace(scope.daily(heading, (series,), dollars, "money"), height=_TALL)),
        tables=(table,),
        note=scope.t("overview.unpriced", count=total.unpriced, number=number(total.unpriced)) if total.unpriced else "",
    )


def savings(scope: Scope) -> Section:
    """Return what was not paid for, at the price of a template."""
    kept, dollars, heading = scope.now.total.saved, scope.figures.dollars, scope.t("overview.savings")
    if not any(kept.values()):
        return Section("savings", heading, scope.t("overview.savings_about"), "narrow", empty=scope.t("overview.savings_empty"))
    found = [name for name in _SAVED if kept.get(name)]
    names = [scope.t(f"overview_saved.{name}") for name in found]
    series = Series(heading, tuple(kept[name] / MICROS for name in found), 1)
    told = tuple((name, dollars(value or 0)) for name, value in zip(names, series.values, strict=True))
    change = scope.figures.change(_saved(scope.now.total), scope.then(_saved), dollars, "up")
    return Section(
        "savings",
        heading,
        scope.t("overview.savings_about"),
        "narrow",
        headlines=(Headline(scope.t("overview.saved"), dollars(_saved(scope.now.total)), change),),
        chart=rows(scope.chart(heading, names, (series,), dollars, "money")),
        tables=(Table(heading, (scope.t("overview.saved_by"), scope.t("overview.saved")), told),),
    )


def _cost(day: Day) -> float:
    return day.micros / MICROS


def _saved(day: Day) -> float:
    return sum(day.saved.values()) / MICROS
