"""The pages of the documentation and the blocks of code in them, for the tests beside."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from docs.generate import pages

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[2]
DOCS: Final = ROOT / "docs"
# A block, and above it the mark of one that can't be run, with its reason.
BLOCK: Final = re.compile(r"(?:^ *<!-- not run: ([^>]+) -->\n)?^( *)```(\w*)\n(.*?)^\2```$", re.DOTALL | re.MULTILINE)
BETWEEN: Final = re.compile(r"\s+(?:&&|\|\|)\s+|\n")


@dataclass(frozen=True, slots=True)
class Block:
    """``line`` is where its fence stands; ``not_run`` is why it can't be run, ``None`` for one that is."""

    page: str
    line: int
    kind: str
    text: str
    not_run: str | None

    @override
    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def commands(self) -> list[tuple[str, ...]]:
        """Its lines as words, for blocks of one line a command."""
        return [tuple(shlex.split(line, comments=True)) for line in BETWEEN.split(self.text) if line.strip()]

    @property
    def of_wasla(self) -> bool:
        """Whether it holds nothing but our own commands."""
        return all(line.removeprefix(".venv/bin/").startswith("wasla ") for line in self.text.splitlines())


def written() -> dict[str, str]:
    return {path.relative_to(DOCS).as_posix(): path.read_text("utf-8") for path in sorted(DOCS.rglob("*.md"))}


def blocks(texts: dict[str, str]) -> Iterator[Block]:
    for page, text in texts.items():
        for found in BLOCK.finditer(text):
            body = "\n".join(line.removeprefix(found[2]) for line in found[4].splitlines())
            yield Block(page, text.count("\n", 0, found.start(2)) + 1, found[3], body, found[1])


WRITTEN: Final = written()
PAGES: Final = {**WRITTEN, **pages()}
# What people wrote: the reference's examples are made from the program, and what tests of the API say of them holds.
BLOCKS: Final = tuple(blocks({name: text for name, text in PAGES.items() if name in WRITTEN or name.startswith("connectors/")}))


def of_kind(kind: str) -> list[Block]:
    """All blocks of a kind that can be run."""
    return [block for block in BLOCKS if block.kind == kind and block.not_run is None]
