"""The overview: how it goes, day by day, in figures, charts, tables and a file to download."""

from bot.web.console.overview.page import Overview

__all__ = ["Overview"]
