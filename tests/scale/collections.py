"""Which collections there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mongomock_motor import AsyncMongoMockClient

from bot.db.database import Database

if TYPE_CHECKING:
    from bot.db.codec import Collection


class Asked(dict[str, "Collection"]):
    """A database that notes which collections it is asked for."""

    def __missing__(self, name: str) -> Collection:
        self[name] = AsyncMongoMockClient()["x"][name]
        return self[name]


def every_collection() -> frozenset[str]:
    """Return the names of all collections."""
    asked = Asked()
    Database(asked)  # type: ignore[arg-type]  # a database is asked for nothing but its collections here
    return frozenset(asked)
