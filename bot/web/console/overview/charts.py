"""Charts as inline SVG, drawn here so that no library runs in the browser. Every chart stands beside a table that holds the same.

Widths are hundredths of the drawing and heights pixels, so that a chart fills whatever room there is and its words stay readable on
a telephone and on paper. Colours come from the style sheet. In languages that are written from right to left time runs that way,
too: every place goes through ``_Way.x``, and ``direction`` turns ``text-anchor`` around. Where a pointer is above a chart it says
what is below it; there is no ``title`` in it, which would be one more title of the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING, Final, Literal

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

HEIGHT: Final = 232
_TOP, _BOTTOM = 26, 24
_ROW, _BAR, _BELOW = 46, 10, 22
_TICKS: Final = 4
_LABELS: Final = 6
_WIDEST: Final = 9.0
_FULL: Final = 0.7
_DOTS: Final = 31
_NICE: Final = (1, 2, 5, 10)
_SPANS: Final = (60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800)
Unit = Literal["whole", "money", "seconds"]


@dataclass(frozen=True, slots=True)
class Series:
    """Values, one for each label; ``None`` where there is none. ``style`` is the number of its colour, from 1."""

    name: str
    values: tuple[float | None, ...]
    style: int = 1


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn. ``says`` is read out in place of the drawing, ``shown`` words a value."""

    says: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    shown: Callable[[float], str]
    rtl: bool = False
    unit: Unit = "whole"
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class _Way:
    """From values to places; ``top`` is the highest value of the scale."""

    rtl: bool
    top: float = 1
    count: int = 1
    height: int = HEIGHT

    def x(self, at: float) -> float:
        """Return the hundredths from the left of what is so many from the side where lines begin."""
        return round(100 - at if self.rtl else at, 3)

    def left(self, begin: float, width: float) -> float:
        """Return where the left edge is of something that begins there."""
        return round(100 - begin - width if self.rtl else begin, 3)

    def y(self, value: float) -> float:
        return round(_TOP + (1 - value / self.top) * (self.height - _TOP - _BOTTOM), 1)

    @property
    def slot(self) -> float:
        return 100 / max(1, self.count)

    def middle(self, place: int) -> float:
        return (place + 0.5) * self.slot


def columns(chart: Chart) -> Markup:
    """Draw upright bars; of several series those of one label stand on one another."""
    way, ticks = _scaled(chart, max((sum(one.values[place] or 0 for one in chart.series) for place in range(len(chart.labels))), default=0))
    return _framed(chart, way, ticks, _columns(chart, way))


def lines(chart: Chart) -> Markup:
    """Draw lines; a line is broken where there is no value."""
    way, ticks = _scaled(chart, max((value for one in chart.series for value in one.values if value is not None), default=0))
    body = [piece for one in reversed(chart.series) for piece in _line(way, one)]
    nested = f'<svg width="100%" height="{way.height}" viewBox="0 0 100 {way.height}" preserveAspectRatio="none">{"".join(body)}</svg>'
    return _framed(chart, way, ticks, [nested])


def rows(chart: Chart) -> Markup:
    """Draw bars that lie, each below its label; of several series those of one label follow one another."""
    totals = [sum(one.values[place] or 0 for one in chart.series) for place in range(len(chart.labels))]
    way = _Way(chart.rtl, max([*totals, 0]) or 1)
    pieces: list[str] = []
    for place, (label, total) in enumerate(zip(chart.labels, totals, strict=True)):
        y = place * _ROW
        pieces.append(f'<text class="label" x="{way.x(0)}%" y="{y + 14}">{escape(label)}</text>')
        pieces.append(f'<text class="amount" x="{way.x(100)}%" y="{y + 14}" text-anchor="end">{escape(chart.shown(total))}</text>')
        pieces.append(f'<rect class="track" x="0" y="{y + _BELOW}" width="100%" height="{_BAR}" rx="5"/>')
        pieces += _row(chart, way, place, y + _BELOW)
    return _wrapped(chart, _svg("rows", chart.rtl, max(1, len(chart.labels)) * _ROW, pieces))


def spark(values: Sequence[float | None], *, rtl: bool) -> Markup:
    """Draw a small line without any words, nothing where there are not two values."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if len(known) <= 1:
        return Markup()
    way, top = _Way(rtl), max(value for _, value in known) or 1
    step = 100 / (len(values) - 1)
    points = [f"{way.x(place * step)},{round(2 + (1 - value / top) * 28, 2)}" for place, value in known]
    area = " ".join([f"{way.x(known[0][0] * step)},32", *points, f"{way.x(known[-1][0] * step)},32"])
    body = f'<polygon points="{area}"/><polyline points="{" ".join(points)}"/>'
    # Numbers alone.
    return Markup(f'<svg class="spark" viewBox="0 0 100 32" preserveAspectRatio="none" aria-hidden="true">{body}</svg>')  # noqa: S704


def scale(top: float, unit: Unit) -> tuple[float, ...]:
    """Return the values of the ticks: round ones, from 0 to something that is not below ``top``."""
    raw = max(top, 0) / _TICKS
    if unit == "seconds":
        step = next((float(span) for span in _SPANS if span >= raw), ceil(raw / _SPANS[-1]) * float(_SPANS[-1]))
    else:
        least = 1.0 if unit == "whole" else 0.01
        size = 10.0 ** floor(log10(raw)) if raw > 0 else least
        step = max(least, next(size * nice for nice in _NICE if size * nice >= raw * 0.999_999))
    return tuple(round(step * place, 6) for place in range(max(1, ceil(round(top / step, 6))) + 1))


def _scaled(chart: Chart, top: float) -> tuple[_Way, tuple[float, ...]]:
    ticks = scale(top, chart.unit)
    return _Way(chart.rtl, ticks[-1], len(chart.labels), chart.height), ticks


def _columns(chart: Chart, way: _Way) -> Iterator[str]:
    width = min(_WIDEST, way.slot * _FULL)
    for place in range(len(chart.labels)):
        base = 0.0
        for one in chart.series:
            value = one.values[place] or 0
            if value > 0:
                x, y, height = way.left(way.middle(place) - width / 2, width), way.y(base + value), way.y(base) - way.y(base + value)
                yield f'<rect class="s{one.style}" x="{x}%" y="{y}" width="{width:.3f}%" height="{height:.1f}"/>'
            base += value


def _line(way: _Way, one: Series) -> Iterator[str]:
    stretch: list[str] = []
    for place, value in enumerate([*one.values, None]):
        if value is not None:
            stretch.append(f"{way.x(way.middle(place))},{way.y(value)}")
        elif stretch:
            yield f'<polyline class="line s{one.style}" points="{" ".join(stretch)}"/>'
            # A line as good as none with round ends is a dot, which stays round however wide the drawing is.
            dots = stretch if way.count <= _DOTS or len(stretch) == 1 else ()
            yield from (f'<path class="dot s{one.style}" d="M{point}h.01"/>' for point in dots)
            stretch = []


def _row(chart: Chart, way: _Way, place: int, y: float) -> Iterator[str]:
    begun = 0.0
    for one in chart.series:
        width = (one.values[place] or 0) / way.top * 100
        if width > 0:
            yield f'<rect class="s{one.style}" x="{way.left(begun, width)}%" y="{y}" width="{width:.3f}%" height="{_BAR}" rx="5"/>'
        begun += width


def _framed(chart: Chart, way: _Way, ticks: Sequence[float], body: Iterator[str] | Sequence[str]) -> Markup:
    """Put a drawing between the words at its side, the days below it, and what is said of a day above it."""
    side = (f'<text x="{way.x(94)}%" y="{way.y(tick) + 4}" text-anchor="end">{escape(chart.shown(tick))}</text>' for tick in ticks)
    grid = (f'<line class="grid" x1="0" x2="100%" y1="{way.y(tick)}" y2="{way.y(tick)}"/>' for tick in ticks)
    drawing = _svg("plot", chart.rtl, way.height, [*grid, *body, *_days(chart, way), *_tips(chart, way)])
    return _wrapped(chart, _svg("side", chart.rtl, way.height, list(side)) + drawing)


def _days(chart: Chart, way: _Way) -> Iterator[str]:
    """Name every so many labels, the last one always: it is the newest. Where it is narrow there is room for every other one of them."""
    last = len(chart.labels) - 1
    for nth, place in enumerate(range(last, -1, -max(1, ceil(len(chart.labels) / _LABELS)))):
        anchor, at = ("middle", way.middle(place)) if last < _LABELS or 0 < place < last else ("end", 100) if place else ("start", 0)
        kept = ' class="other"' if nth % 2 else ""
        yield f'<text{kept} x="{way.x(at)}%" y="{way.height - 4}" text-anchor="{anchor}">{escape(chart.labels[place])}</text>'


def _tips(chart: Chart, way: _Way) -> Iterator[str]:
    for place, label in enumerate(chart.labels):
        told = [(one.name, value) for one in chart.series if (value := one.values[place]) is not None]
        words = " · ".join([label, *(f"{name}: {chart.shown(value)}" if len(chart.series) > 1 else chart.shown(value) for name, value in told)])
        hit = f'<rect class="hit" x="{way.left(place * way.slot, way.slot)}%" y="0" width="{way.slot:.3f}%" height="{way.height - _BOTTOM}"/>'
        yield f'<g class="slot">{hit}<text class="tip" x="50%" y="14" text-anchor="middle">{escape(words)}</text></g>'


def _svg(name: str, rtl: bool, height: float, pieces: Sequence[str]) -> str:  # noqa: FBT001 - of this module alone
    direction = "rtl" if rtl else "ltr"
    return f'<svg class="{name}" width="100%" height="{height:g}" direction="{direction}" aria-hidden="true">{"".join(pieces)}</svg>'


def _wrapped(chart: Chart, inner: str) -> Markup:
    # Every text in it went through ``escape``, everything else is a number or a name of ours.
    return Markup(f'<div class="chart" role="img" aria-label="{escape(chart.says)}">{inner}</div>')  # noqa: S704
