"""The style sheet: readable in both schemes, the same rules for both directions, nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bot.web.console

HERE = Path(bot.web.console.__file__).parent
CSS = (HERE / "static" / "console.css").read_text("utf-8")
OURS = [*sorted((HERE / "pages").glob("*.html")), HERE / "static" / "console.css", HERE / "static" / "console.js"]
SCHEMES = {"light": ":root {", "dark": ':root[data-theme="dark"] {', "auto": ':root[data-theme="auto"] {'}
# Words and what they stand on.
PAIRS = [
    ("ink", "ground"),
    ("ink", "card"),
    ("soft", "ground"),
    ("soft", "card"),
    ("accent", "card"),
    ("accent", "ground"),
    ("accent", "tint"),
    ("on-accent", "accent"),
    ("ink", "tint"),
    ("late", "card"),
    ("late", "late-tint"),
    ("soon", "soon-tint"),
    ("ink", "soon-tint"),
]
# Which side is which depends on the direction: these have logical twins.
PHYSICAL = re.compile(r"(?<![\w-])(?:left|right|margin-left|margin-right|padding-left|padding-right|border-left|border-right|float)\s*:")


def colours(scheme: str) -> dict[str, str]:
    block = CSS.partition(SCHEMES[scheme])[2].partition("}")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))


def brightness(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("words", "under"), PAIRS)
def test_words_stand_out_from_what_is_under_them(scheme: str, words: str, under: str) -> None:
    known = colours(scheme)
    assert contrast(known[words], known[under]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("under", ["ground", "card"])
def test_the_focus_is_seen_on_everything(scheme: str, under: str) -> None:
    known = colours(scheme)
    assert contrast(known["focus"], known[under]) >= 3


def test_dark_is_the_same_by_choice_and_by_device() -> None:
    assert colours("dark") == colours("auto")
    assert colours("light").keys() >= colours("dark").keys()


def test_both_directions_share_their_rules() -> None:
    assert PHYSICAL.findall(CSS) == []
    assert "text-align: left" not in CSS


def test_a_variable_that_is_used_is_defined() -> None:
    assert set(re.findall(r"var\(--([\w-]+)\)", CSS)) <= {*colours("light"), "round"}


@pytest.mark.parametrize("path", OURS, ids=[path.name for path in OURS])
def test_nothing_comes_from_elsewhere(path: Path) -> None:
    assert re.findall(r"https?://|@import|url\(", path.read_text("utf-8")) == []


@pytest.mark.parametrize("name", ["htmx", "htmx-sse"])
def test_what_others_wrote_stands_beside_its_licence(name: str) -> None:
    assert (HERE / "static" / f"{name}.min.js").stat().st_size > 1_000
    assert "Permission to use, copy, modify" in (HERE / "static" / f"{name}.LICENSE").read_text("utf-8")
