"""The project's own Python files, read as syntax trees."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def trees(folder: str) -> dict[str, ast.Module]:
    """Return the syntax tree of each file in a top-level folder, by its path from the root."""
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8")) for path in sorted((ROOT / folder).rglob("*.py"))}


def lines(name: str) -> list[str]:
    """Return a file's lines that aren't blank."""
    return [line for line in (ROOT / name).read_text("utf-8").splitlines() if line.strip()]


def functions(tree: ast.AST) -> Iterator[Function]:
    """Find every function and method, those inside others too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(function: Function) -> int:
    """Return how many lines a function has without its docstring."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 1
