"""``wasla check``: what is usable and what isn't, each with how to mend it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import uvloop

from bot.app import clock
from bot.commands import findings
from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.commands.findings import Finding
    from bot.commands.shell import Shell
    from bot.settings import Settings


def run(shell: Shell, arguments: Sequence[str]) -> int:
    """Check everything, whatever fails first; 1 when anything does."""
    parser = argparse.ArgumentParser(prog="wasla check", description="Tell what is usable, and how to mend what isn't.")
    parser.add_argument("--offline", action="store_true", help="leave out what needs WhatsApp's servers")
    options = parser.parse_args(arguments)
    found = uvloop.run(_check(shell, offline=options.offline))
    for finding in found:
        show(shell, finding)
    return 0 if all(finding.good for finding in found) else 1


async def _check(shell: Shell, *, offline: bool) -> list[Finding]:
    found = findings.of_data_files()
    try:
        settings = shell.settings()
    except SettingsError as error:
        return [findings.of_bad_settings(error), *found]
    return [findings.of_settings(settings), *found, *await _of_the_outside(settings, offline=offline)]


async def _of_the_outside(settings: Settings, *, offline: bool) -> list[Finding]:
    found = [*findings.of_stores(settings), await findings.of_database(settings)]
    return found if offline else [*found, *await findings.of_numbers(settings), *await findings.of_sign_in(settings, clock())]


def show(shell: Shell, finding: Finding) -> None:
    """Print a finding: a tick or a cross, and how to mend it."""
    sign, style = ("✓", "green") if finding.good else ("✗", "bold red")
    shell.console.print(f"{sign} {finding.what}", style=style, markup=False, highlight=False, soft_wrap=True)
    for line in finding.mend.splitlines():
        shell.console.print(f"    {line}", markup=False, highlight=False, soft_wrap=True)
