"""Everything that is kept: one module per collection, and nothing outside knows that it is MongoDB."""

from bot.db.database import Database, open_database

__all__ = ["Database", "open_database"]
