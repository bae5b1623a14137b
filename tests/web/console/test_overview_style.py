"""The style of the overview: its colours are seen on the cards of both schemes, and told apart by brightness alone."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from bot.web.console.overview import charts
from tests.web.console.test_style import HERE, PHYSICAL, brightness, colours, contrast

CSS = (HERE / "static" / "overview.css").read_text("utf-8")
SCHEMES = {"light": ":root {", "dark": ':root[data-theme="dark"] {', "auto": ':root[data-theme="auto"] {'}


def series(scheme: str) -> dict[str, str]:
    return dict(re.findall(r"--(s\d): (#[0-9a-f]{6})", CSS.partition(SCHEMES[scheme])[2].partition("}")[0]))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("number", [f"s{one}" for one in range(1, 8)])
def test_a_series_stands_out_from_its_card(scheme: str, number: str) -> None:
    assert contrast(series(scheme)[number], colours(scheme)["card"]) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_stands_on_one_another_differs_in_grey(scheme: str) -> None:
    known = series(scheme)
    assert contrast(known["s1"], known["s2"]) >= 1.2


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_steps_of_a_notice_go_one_way(scheme: str) -> None:
    steps = [brightness(series(scheme)[one]) for one in ("s4", "s5", "s6")]
    assert all(after < before for before, after in pairwise(steps)) or all(after > before for before, after in pairwise(steps))


def test_dark_is_the_same_by_choice_and_by_device() -> None:
    assert series("dark") == series("auto")


def test_both_directions_share_their_rules_and_nothing_comes_from_elsewhere() -> None:
    assert PHYSICAL.findall(CSS) == []
    assert re.findall(r"https?://|@import|url\(", CSS) == []


def test_a_variable_that_is_used_is_defined() -> None:
    used = set(re.findall(r"var\(--([\w-]+)\)", CSS))
    assert used <= {*colours("light"), *series("light"), "round", "track"}


@pytest.mark.parametrize("name", ["side", "plot", "rows", "tip", "hit", "line", "dot", "grid", "track", "label", "amount", "other"])
def test_what_a_chart_is_made_of_has_a_rule(name: str) -> None:
    source = (HERE / "overview" / "charts.py").read_text("utf-8")
    assert charts.__doc__
    assert re.search(rf'["\' ]{name}["\' ]', source)
    assert f".chart .{name}" in CSS
