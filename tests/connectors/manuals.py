"""What the carriers' manuals promise, read out of their tables."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import bot.connectors
from bot.domain.order import ShipmentFlag, ShipmentState

if TYPE_CHECKING:
    from bot.connectors.snapshots import Meaning

_CODE = re.compile(r"`([^`]+)`")
_ASIDE = re.compile(r"\(.*?\)")


def promised(connector: str, heading: str) -> dict[str, Meaning | None]:
    """Return what each code of the table under a heading becomes, ``None`` for nothing."""
    lines = (Path(bot.connectors.__file__).parent / connector / "README.md").read_text(encoding="utf-8").splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    found: dict[str, Meaning | None] = {}
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        codes, becomes = (cell.strip() for cell in line.strip("|").split("|"))
        found.update(dict.fromkeys(_CODE.findall(codes), _meaning(becomes)))
    return found


def _meaning(becomes: str) -> Meaning | None:
    words = [word.strip().replace(" ", "_") for word in _ASIDE.sub("", becomes).split(",")]
    if words == ["nothing"]:
        return None
    state: ShipmentState = next((one for one in get_args(ShipmentState) if one in words), "unknown")
    flags: tuple[ShipmentFlag, ...] = tuple(one for one in get_args(ShipmentFlag) if one in words)
    assert len(words) == len(flags) + (state != "unknown"), becomes
    return state, flags
