"""The composition root: the only place that sees settings, driver, registry and clock together."""

from bot.app.calendar import jobs
from bot.app.mind import load_mind
from bot.app.running import Attach, database, running
from bot.app.wall import clock

__all__ = ["Attach", "clock", "database", "jobs", "load_mind", "running"]
