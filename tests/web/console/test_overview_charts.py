"""Charts: what is drawn where, in both directions, and that nothing in them is markup or a title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.console.overview.charts import HEIGHT, Chart, Series, columns, lines, rows, scale, spark

if TYPE_CHECKING:
    from collections.abc import Callable

TWO = (Series("Bot", (3, 0, 8), 1), Series("People", (1, 2, None), 2))
DAYS = ("1 Nov", "2 Nov", "3 Nov")
AMOUNTS = st.floats(0, 1e9, allow_nan=False)


def shown(value: float) -> str:
    return f"{value:g}"


def chart(*series: Series, labels: tuple[str, ...] = DAYS, rtl: bool = False, **more: object) -> Chart:
    return Chart("Conversations", labels, series, shown, rtl, **more)  # type: ignore[arg-type]


def parsed(markup: str) -> ET.Element:
    return ET.fromstring(markup)  # noqa: S314 - our own


def found(root: ET.Element, style: str) -> list[dict[str, str]]:
    return [dict(one.attrib) for one in root.iter() if style in one.attrib.get("class", "").split()]


def hundredths(text: str) -> float:
    return float(text.removesuffix("%"))


@pytest.mark.parametrize("draw", [columns, lines, rows])
@pytest.mark.parametrize("rtl", [False, True])
def test_a_chart_is_one_picture_that_is_read_out_and_has_no_title(draw: Callable[[Chart], str], rtl: bool) -> None:  # noqa: FBT001
    root = parsed(draw(chart(*TWO, rtl=rtl)))
    assert (root.attrib["role"], root.attrib["aria-label"]) == ("img", "Conversations")
    assert all(one.attrib["aria-hidden"] == "true" for one in root.findall("svg"))
    assert list(root.iter("title")) == []


@pytest.mark.parametrize("draw", [columns, lines, rows])
def test_words_are_no_markup(draw: Callable[[Chart], str]) -> None:
    odd = Chart('"><script>', ("<b>1", "2"), (Series("<i>", (1, 2)), Series("&", (1, 1))), lambda value: f"<{value}>")
    root = parsed(draw(odd))
    assert root.attrib["aria-label"] == '"><script>'
    assert {one.tag for one in root.iter()} <= {"div", "svg", "g", "rect", "line", "text", "polyline", "path"}


@pytest.mark.parametrize("draw", [columns, lines, rows])
def test_nothing_in_a_chart_needs_inline_style(draw: Callable[[Chart], str]) -> None:
    assert not re.search(r"\sstyle=|\son[a-z]+=", draw(chart(*TWO)))


def test_columns_of_one_day_stand_on_one_another() -> None:
    root = parsed(columns(chart(*TWO)))
    bot, people = found(root, "s1"), found(root, "s2")
    assert len(bot) == len(people) == 2
    assert bot[0]["x"] == people[0]["x"]
    assert float(people[0]["y"]) + float(people[0]["height"]) == pytest.approx(float(bot[0]["y"]), abs=0.2)


def test_the_height_of_a_column_is_its_share_of_the_scale() -> None:
    eight, four = found(parsed(columns(chart(Series("Bot", (8, 4)), labels=("a", "b")))), "s1")
    assert float(eight["height"]) == pytest.approx(2 * float(four["height"]), abs=0.2)


def test_time_runs_with_the_language() -> None:
    left_to_right = [hundredths(one["x"]) for one in found(parsed(columns(chart(Series("Bot", (1, 2, 3))))), "s1")]
    right_to_left = [hundredths(one["x"]) for one in found(parsed(columns(chart(Series("Bot", (1, 2, 3)), rtl=True))), "s1")]
    assert left_to_right == sorted(left_to_right)
    assert right_to_left == pytest.approx(left_to_right[::-1], abs=0.01)


def test_lying_bars_begin_where_lines_begin() -> None:
    (ltr,), (rtl,) = (found(parsed(rows(chart(Series("Bot", (1, 4)), labels=("a", "b"), rtl=one))), "s1")[:1] for one in (False, True))
    assert (hundredths(ltr["x"]), hundredths(ltr["width"])) == (0, 25)
    assert hundredths(rtl["x"]) == 75


def test_lying_bars_of_one_label_follow_one_another() -> None:
    root = parsed(rows(chart(Series("Bot", (3,), 1), Series("People", (1,), 2), labels=("a",))))
    assert (hundredths(found(root, "s1")[0]["width"]), hundredths(found(root, "s2")[0]["x"])) == (75, 75)


def test_a_line_is_broken_where_nothing_is_known_and_a_lonely_value_is_a_dot() -> None:
    root = parsed(lines(chart(Series("Median", (60, 120, None, 60)), labels=("a", "b", "c", "d"), unit="seconds")))
    assert [len(one["points"].split()) for one in found(root, "line")] == [2, 1]
    assert len(found(root, "dot")) == 3


def test_many_values_have_no_dots() -> None:
    labels = tuple(str(one) for one in range(60))
    root = parsed(lines(chart(Series("Median", tuple(range(60))), labels=labels)))
    assert (len(found(root, "line")), found(root, "dot")) == (1, [])


def test_each_day_says_its_figures_under_a_pointer() -> None:
    said = re.findall(r'class="tip"[^>]*>([^<]*)<', columns(chart(*TWO)))
    assert said == ["1 Nov · Bot: 3 · People: 1", "2 Nov · Bot: 0 · People: 2", "3 Nov · Bot: 8"]


def test_one_series_is_not_named_there() -> None:
    assert 'middle">1 Nov · 3<' in columns(chart(TWO[0]))


@pytest.mark.parametrize(("days", "named"), [(1, 1), (6, 6), (7, 4), (30, 6), (90, 6), (92, 6)])
def test_as_many_days_are_named_as_there_is_room_for_the_newest_always(days: int, named: int) -> None:
    labels = tuple(f"day {one}" for one in range(days))
    text = columns(chart(Series("Bot", tuple(range(days))), labels=labels))
    told = re.findall(rf'y="{HEIGHT - 4}"[^>]*>([^<]+)<', text)
    assert (len(told), told[0]) == (named, f"day {days - 1}")


def test_where_it_is_narrow_every_other_name_can_go() -> None:
    labels = tuple(f"day {one}" for one in range(30))
    text = columns(chart(Series("Bot", tuple(range(30))), labels=labels))
    assert text.count('class="other"') == 3


def test_a_single_column_is_no_wall() -> None:
    (bar,) = found(parsed(columns(chart(Series("Bot", (5,)), labels=("today",)))), "s1")
    assert hundredths(bar["width"]) <= 10


def test_a_chart_may_be_taller() -> None:
    root = parsed(columns(chart(*TWO, height=400)))
    assert {one.attrib["height"] for one in root.findall("svg")} == {"400"}


@pytest.mark.parametrize("draw", [columns, lines, rows])
def test_nothing_but_zeros_can_be_drawn(draw: Callable[[Chart], str]) -> None:
    root = parsed(draw(chart(Series("Bot", (0, 0, 0)))))
    assert root.findall("svg")


@pytest.mark.parametrize(
    ("top", "unit", "ticks"),
    [
        (0, "whole", (0, 1)),
        (1, "whole", (0, 1)),
        (3, "whole", (0, 1, 2, 3)),
        (8, "whole", (0, 2, 4, 6, 8)),
        (97, "whole", (0, 50, 100)),
        (1_234, "whole", (0, 500, 1_000, 1_500)),
        (0.03, "money", (0, 0.01, 0.02, 0.03)),
        (1.6, "money", (0, 0.5, 1, 1.5, 2)),
        (45, "seconds", (0, 60)),
        (700, "seconds", (0, 300, 600, 900)),
        (10_000, "seconds", (0, 3_600, 7_200, 10_800)),
        (10 * 86_400, "seconds", (0, 345_600, 691_200, 1_036_800)),
    ],
)
def test_ticks_are_round(top: float, unit: str, ticks: tuple[float, ...]) -> None:
    assert scale(top, unit) == ticks  # type: ignore[arg-type]


@given(AMOUNTS, st.sampled_from(["whole", "money", "seconds"]))
def test_a_scale_begins_with_nothing_holds_the_highest_and_has_few_ticks(top: float, unit: str) -> None:
    ticks = scale(top, unit)  # type: ignore[arg-type]
    assert ticks[0] == 0
    assert ticks[-1] >= top * 0.999_99
    assert 2 <= len(ticks) <= 6
    assert list(ticks) == sorted(set(ticks))


@given(st.lists(st.one_of(st.none(), AMOUNTS), min_size=1, max_size=40), st.booleans())
def test_nothing_is_drawn_outside_of_the_drawing(values: list[float | None], rtl: bool) -> None:  # noqa: FBT001
    labels = tuple(str(one) for one in range(len(values)))
    root = parsed(columns(chart(Series("Bot", tuple(values)), labels=labels, rtl=rtl)))
    for bar in found(root, "s1"):
        assert 0 <= hundredths(bar["x"]) <= 100 - hundredths(bar["width"]) + 0.01
        assert 0 <= float(bar["y"]) <= HEIGHT


@pytest.mark.parametrize("values", [[], [None], [3], [None, 3, None]])
def test_a_small_line_needs_two_values(values: list[float | None]) -> None:
    assert spark(values, rtl=False) == ""


def test_a_small_line_says_nothing_and_runs_with_the_language() -> None:
    ltr, rtl = (parsed(spark([0, 2, None, 1], rtl=one)) for one in (False, True))
    assert ltr.attrib["aria-hidden"] == "true"
    first = [one.find("polyline").attrib["points"].split()[0] for one in (ltr, rtl)]  # type: ignore[union-attr]
    assert first == ["0.0,30.0", "100.0,30.0"]


def test_a_small_line_of_zeros_lies_on_the_ground() -> None:
    points = parsed(spark([0, 0], rtl=False)).find("polyline")
    assert points is not None
    assert {one.partition(",")[2] for one in points.attrib["points"].split()} == {"30.0"}
