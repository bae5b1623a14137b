"""No regular expression of ours can run away: none repeats without end something that itself repeats without end.

Such a pattern may take time exponential in the text: https://www.regular-expressions.info/catastrophic.html. Looked at is the
parsed pattern, so nothing here depends on how long anything takes.
"""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any

import pytest

import bot

if TYPE_CHECKING:
    from collections.abc import Iterator

_parser: Any = import_module("re._parser")
_ENDLESS = _parser.MAXREPEAT
_POSSESSIVE = {"ATOMIC_GROUP", "POSSESSIVE_REPEAT"}


def patterns() -> dict[str, re.Pattern[str]]:
    """Return every compiled pattern that stands in a module of ours."""
    names = [found.name for found in walk_packages(bot.__path__, "bot.") if not found.name.endswith("__main__") and ".peers." not in found.name]
    found: dict[str, re.Pattern[str]] = {}
    for name in names:
        for attribute, value in vars(import_module(name)).items():
            values = value if isinstance(value, list | tuple) else [value]
            found |= {f"{name}.{attribute}": one for one in values if isinstance(one, re.Pattern) and isinstance(one.pattern, str)}
    return found


def runs_away(pattern: str, flags: int = 0) -> bool:
    """Tell whether a pattern repeats an endless repetition endlessly."""
    return _nested(_parser.parse(pattern, flags), endless=False)


def _nested(parsed: Any, *, endless: bool) -> bool:
    for operation, argument in parsed:
        if str(operation) in _POSSESSIVE:
            continue
        repeats = str(operation) in {"MAX_REPEAT", "MIN_REPEAT"} and argument[1] == _ENDLESS
        if repeats and endless:
            return True
        if any(_nested(part, endless=endless or repeats) for part in _parts(argument)):
            return True
    return False


def _parts(argument: Any) -> Iterator[Any]:
    if isinstance(argument, _parser.SubPattern):
        yield argument
    elif isinstance(argument, list | tuple):
        for part in argument:
            yield from _parts(part)


def test_no_pattern_runs_away() -> None:
    found = patterns()
    assert len(found) > 40
    assert [name for name, pattern in found.items() if runs_away(pattern.pattern, pattern.flags)] == []


@pytest.mark.parametrize("pattern", ["(a+)+", "(a*b?)*c", "((x|y+)z?)*", "(?:(?:\\d+,)?)+"])
def test_a_bad_one_would_be_found(pattern: str) -> None:
    assert runs_away(pattern)


@pytest.mark.parametrize("pattern", ["a+b+", "(?:ab{1,9})+", "(a{1,20}[-/]){0,4}", "[^@]+@\\S+"])
def test_a_good_one_is_none(pattern: str) -> None:
    assert not runs_away(pattern)
