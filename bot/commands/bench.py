"""``wasla bench``: the figures of this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bench import main

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.commands.shell import Shell


def run(_shell: Shell, arguments: Sequence[str]) -> int:
    """Measure."""
    return main.run(arguments)
