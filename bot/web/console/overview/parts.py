"""What an overview is made of: figures, and cards with a chart and tables. Plain values that the page shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

from bot.flow.overview.figures import MOST_DAYS, Figures, stepped
from bot.web.console.overview.charts import Chart, spark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.domain.daily import Day
    from bot.web.console.overview.charts import Series, Unit
    from bot.web.console.overview.numerals import Change, Numerals

Size = Literal["wide", "narrow", "half", "whole"]


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure that is read first: what it is, how much, against the period before, and a word more."""

    name: str
    shown: str
    change: Change | None = None
    note: str = ""
    spark: Markup = field(default_factory=Markup)


@dataclass(frozen=True, slots=True)
class Table:
    """``heads`` name the columns; the first ``texts`` of them hold words, the others figures. ``folded``: it holds what a chart shows."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: int = 1
    folded: bool = True


@dataclass(frozen=True, slots=True)
class Quote:
    """What a customer wrote beside his score (a msgid, empty where it is not known), and when."""

    score: str
    text: str
    when: str


@dataclass(frozen=True, slots=True)
class Section:
    """A card of the overview: ``about`` says what is counted, ``empty`` what will appear and when, for there is nothing else.

    ``legend`` pairs numbers of colours and names, ``more`` is an address and its text.
    """

    id: str
    heading: str
    about: str
    size: Size = "half"
    headlines: tuple[Headline, ...] = ()
    chart: Markup | None = None
    legend: tuple[tuple[int, str], ...] = ()
    tables: tuple[Table, ...] = ()
    quotes: tuple[Quote, ...] = ()
    more: tuple[str, str] | None = None
    note: str = ""
    empty: str = ""


@dataclass(frozen=True)
class Scope:
    """What the cards are made from: figures of now, the sum of those before (``None``: they were not all counted), and a language.

    ``running``: the last day is not over.
    """

    figures: Numerals
    now: Figures
    before: Day | None
    running: bool = False

    def t(self, name: str, /, *, count: int | None = None, **values: str | int) -> str:
        """Return a text."""
        return self.figures.words.t(name, count=count, **values)

    @cached_property
    def rtl(self) -> bool:
        """Whether lines run from right to left."""
        return self.figures.words.direction == "rtl"

    @cached_property
    def steps(self) -> tuple[Day, ...]:
        """What charts show side by side: days, or weeks."""
        return stepped(self.now.days)

    def spark(self, of: Callable[[Day], float | None]) -> Markup:
        """Return a figure's small line. A day that is not over would look as if it went down."""
        return spark([of(day) for day in (self.steps[:-1] if self.running else self.steps)], rtl=self.rtl)

    @property
    def step_name(self) -> str:
        """What a row of a table by days is."""
        return self.t("overview.week") if len(self.now.days) > MOST_DAYS else self.t("overview.day")

    def day(self, one: Day) -> str:
        """Return a day's date as charts and tables show it."""
        return self.figures.day(one.day)

    def then(self, of: Callable[[Day], float | None]) -> float | None:
        """Return a figure of the period before."""
        return None if self.before is None else of(self.before)

    def chart(self, title: str, labels: Sequence[str], series: Sequence[Series], shown: Callable[[float], str], unit: Unit = "whole") -> Chart:
        """Return what is to be drawn; read out is its title and where it is highest."""
        sums = [sum(one.values[place] or 0 for one in series) for place in range(len(labels))]
        top = max(range(len(labels)), key=sums.__getitem__)
        says = self.t("overview.says", title=title, label=labels[top], value=shown(sums[top]))
        return Chart(says, tuple(labels), tuple(series), shown, self.rtl, unit)

    def daily(self, title: str, series: Sequence[Series], shown: Callable[[float], str], unit: Unit = "whole") -> Chart:
        """Return a chart of days."""
        return self.chart(title, [self.day(one) for one in self.steps], series, shown, unit)

    def table(self, caption: str, columns: Sequence[tuple[str, Callable[[Day], str]]]) -> Table:
        """Return a table of days, of each column's name and words."""
        rows = tuple((self.day(one), *(of(one) for _, of in columns)) for one in self.steps)
        return Table(caption, (self.step_name, *(name for name, _ in columns)), rows)


def legend_of(series: Sequence[Series]) -> tuple[tuple[int, str], ...]:
    """Return the colours of a chart with their names."""
    return tuple((one.style, one.name) for one in series)
