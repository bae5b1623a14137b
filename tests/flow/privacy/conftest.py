"""These run on mongomock alone; ``tests/flow/test_erasing.py`` and ``tests/db`` look at the other kinds of server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mongomock_motor import AsyncMongoMockClient

from bot.db import Database

if TYPE_CHECKING:
    from motor.motor_asyncio import AsyncIOMotorDatabase

    from bot.db.codec import Document


@pytest.fixture
def motor_database(_adapted_mongomock: None) -> AsyncIOMotorDatabase[Document]:
    """An empty database as the driver sees it."""
    found: AsyncIOMotorDatabase[Document] = AsyncMongoMockClient()["privacy"]
    return found


@pytest.fixture
def database(motor_database: AsyncIOMotorDatabase[Document]) -> Database:
    """An empty database."""
    return Database(motor_database)
