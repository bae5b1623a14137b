"""The support console: what the shop's people see in a browser, below ``/console/``."""

from bot.web.console.live import Live
from bot.web.console.shell import Console, make_console

__all__ = ["Console", "Live", "make_console"]
