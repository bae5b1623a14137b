"""``NAME_FILE``: a setting that stands in a file of its own, as Docker and Kubernetes hand out secrets (``/run/secrets/...``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dotenv import dotenv_values

from bot.settings.environment import NAMES
from bot.settings.problems import Problem
from bot.settings.values import FILE, file_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def with_files(variables: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """Return the variables with what stands in the files that some of them name, and what is wrong with those.

    Only settings of the program are read; ``env:NAME`` in ``wasla.toml`` looks for its ``NAME_FILE`` when it needs it.
    """
    found, problems = dict(variables), []
    for name in sorted(NAMES):
        path = found.pop(f"{name}{FILE}", "")
        if not path:
            continue
        if found.get(name):
            problems.append(Problem(f"{name}{FILE}", f"a file, and {name} as well", "one of them"))
            continue
        try:
            found[name] = file_text(path)
        except (OSError, ValueError) as error:
            problems.append(Problem(f"{name}{FILE}", f"{path!r} ({_why(error)})", "a text file that can be read"))
    return found, problems


def lines_of(env_file: Path | None) -> tuple[dict[str, str], list[Problem]]:
    """Return what stands in a ``.env``; one that is not there holds nothing."""
    if env_file is None:
        return {}, []
    try:
        return {name: value for name, value in dotenv_values(env_file).items() if value is not None}, []
    except (OSError, UnicodeDecodeError) as error:
        return {}, [Problem(str(env_file), f"what can't be read ({_why(error)})", "lines such as NAME=value in UTF-8")]


def _why(error: OSError | ValueError) -> str:
    """Say why in words that hold nothing of a file's content."""
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else "it is no text in UTF-8"
