"""``wasla demo``: the bot with a sample store and the offline WhatsApp."""

from __future__ import annotations

import argparse
import sys
import webbrowser
from typing import TYPE_CHECKING

from rich.panel import Panel

from bot.commands.running import run_until_stopped
from bot.demo import demonstrating

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.commands.shell import Shell
    from bot.domain.staff import Role

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")


def run(shell: Shell, arguments: Sequence[str]) -> int:
    """Run until stopped; opens the page where there is a screen and somebody in front of it."""
    parser = argparse.ArgumentParser(prog="wasla demo", description="Run the bot with a sample store and an offline WhatsApp.")
    parser.add_argument("--no-browser", action="store_true", help="only print the page's address")
    options = parser.parse_args(arguments)
    settings = shell.settings(demo=True)
    address = f"http://{settings.host}:{settings.port}/simulator/"

    invited: dict[Role, str] = {}

    def ready() -> None:
        words = f"The demo is running: open [bold][link={address}]{address}[/link][/bold]\nchoose a customer, and write as he would. Ctrl-C stops it."
        shell.console.print(Panel.fit(words, title="Wasla", border_style="green"))
        if invited:
            shell.console.print("The support console, one link for each person; a link signs in once:", highlight=False)
        for role, link in invited.items():
            shell.console.print(f"  {role}: [link={link}]{link}[/link]", soft_wrap=True, highlight=False)
        if not options.no_browser and shell.console.is_terminal and _has_screen(shell):
            webbrowser.open(address)

    return run_until_stopped(settings, demonstrating(settings, invited), ready)


def _has_screen(shell: Shell) -> bool:
    return sys.platform == "darwin" or any(shell.environ.get(name) for name in _SCREENS)
